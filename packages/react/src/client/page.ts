import type { Message } from '@flashpost/core'
import { createCourier } from './courier.ts'
import type { Courier } from './courier.ts'
import { createExposure } from './exposure.ts'
import type { Exposure } from './exposure.ts'
import type { MessagesClientOptions } from './options.ts'
import { onPageEvents } from './page-events.ts'

/** What a page tells its client. */
export interface PageListener {
  /** Messages came from the server. */
  deliver(messages: readonly Message[]): void
  /** The server has lost a message. */
  drop(): void
  /** Elements that carry these were on screen. */
  show(ids: readonly string[]): void
}

/** A client's connection to its page: the network, the elements, and the page's coming and going. */
export interface Page {
  readonly courier: Courier
  readonly exposure: Exposure
  stop(): void
}

export function connectPage(
  options: MessagesClientOptions,
  createId: () => string,
  listener: PageListener,
): Page {
  const courier = createCourier(options, createId, listener)
  const exposure = createExposure(listener.show, options.minimumTime ?? 0)
  let stopListening: (() => void) | undefined
  let isStopped = false

  const start = () => {
    if (isStopped) return
    stopListening = onPageEvents({
      show: exposure.look,
      hide() {
        exposure.look()
        courier.flush()
      },
      restore: courier.reopen,
      online: courier.retry,
    })
    if (options.hydrate ?? true) courier.hydrate()
  }
  queueMicrotask(start)

  return {
    courier,
    exposure,
    stop() {
      isStopped = true
      stopListening?.()
      exposure.stop()
      courier.stop()
    },
  }
}
