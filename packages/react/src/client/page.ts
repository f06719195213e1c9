import { scriptId } from '@flashpost/core'
import { createCourier } from './courier.ts'
import type { Courier, Recipient } from './courier.ts'
import { createExposure } from './exposure.ts'
import type { Exposure } from './exposure.ts'
import type { MessagesClientOptions } from './options.ts'

/** What a page tells its client. */
export interface PageListener extends Recipient {
  /** Elements that carry these were on screen. */
  readonly show: (ids: readonly string[]) => void
}

/** A client's connection to its page. */
export interface Page {
  readonly courier: Courier
  readonly exposure: Exposure
  readonly stop: () => void
}

/** Connects a client to the network and to what is on screen, and begins a microtask later. */
export function connectPage(options: MessagesClientOptions, listener: PageListener): Page {
  const courier = createCourier(options, listener)
  const exposure = createExposure(listener.show, options.minimumTime)
  const listening = new AbortController()
  const { signal } = listening
  const hydrate = () => courier.hydrate(document.getElementById(scriptId))
  const flush = () => {
    exposure.restart()
    courier.flush()
  }

  document.addEventListener('visibilitychange', flush, { signal })
  addEventListener('pagehide', flush, { signal })
  addEventListener('online', courier.reconnect, { signal })
  // Out of the back/forward cache, where it could not hear of what navigations left.
  addEventListener('pageshow', (event) => event.persisted && courier.hydrate(null), { signal })
  if (options.hydrate ?? true) queueMicrotask(() => signal.aborted || hydrate())

  return {
    courier,
    exposure,
    stop() {
      listening.abort()
      exposure.stop()
      courier.stop()
    },
  }
}
