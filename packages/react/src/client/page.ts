import { decodeScript, scriptId } from '@flashpost/core'
import type { Message } from '@flashpost/core'
import { createClaims } from './claims.ts'
import { createCourier } from './courier.ts'
import type { Courier } from './courier.ts'
import type { Custody } from './custody.ts'
import { createExposure } from './exposure.ts'
import type { Exposure } from './exposure.ts'
import { createNeighbours } from './neighbours.ts'
import type { MessagesClientOptions } from './options.ts'
import { createTab } from './tab.ts'

/** What a page tells its client. */
export interface PageListener extends Pick<
  Custody,
  'find' | 'put' | 'isShown' | 'markShown' | 'withdraw'
> {
  /** A message is lost on the server. */
  readonly drop: () => void
  /** Says whether a message can be shown by this app. */
  readonly accepts: (message: Message) => boolean
}

/** A client's connection to its page. */
export interface Page {
  readonly courier: Courier
  readonly exposure: Exposure
  /** Takes messages that came with the document, at once. */
  readonly deliver: (messages: readonly Message[]) => void
  /** These were shown, or are over. */
  readonly release: (ids: readonly string[], isOver: boolean) => void
  readonly stop: () => void
}

/** Connects a client to the network, to other tabs and to what is on screen, and begins a microtask later. */
export function connectPage(options: MessagesClientOptions, listener: PageListener): Page {
  const { find, put, isShown, markShown, withdraw } = listener
  const key = `flashpost ${options.url ?? '/messages'}`
  const listening = new AbortController()
  const { signal } = listening
  const isHidden = () => document.visibilityState === 'hidden'

  /** What was shown already, in whichever tab, is acknowledged at once. */
  const sift = (messages: readonly Message[]) => {
    const shown = tab.shown()
    courier.acknowledge(messages.flatMap(({ id }) => (shown.has(id) ? id : [])))
    return messages.filter((message) => !shown.has(message.id) && listener.accepts(message))
  }
  /** Those that this tab may show; the rest come back when the tab that has them gives them up. */
  const claim = async (messages: readonly (Message & { readonly local?: boolean })[]) => {
    // What is hidden shows nothing, and claims nothing.
    const isMine = await Promise.all(
      messages.map(async ({ id, local }) => local || isHidden() || claims.take(id)),
    )
    if (signal.aborted) return []
    const others = messages.filter((_, index) => !isMine[index])
    for (const message of others) claims.wait(message.id, () => void deliver([message]))
    return messages.filter((_, index) => isMine[index])
  }
  const deliver = async (messages: readonly Message[]) => put(await claim(sift(messages)))
  const show = async (ids: readonly string[]) => {
    const mine = await claim(ids.flatMap((id) => find(id) ?? []))
    const shown = tab.shown()
    const seen = mine.flatMap(({ id }) => (shown.has(id) ? [] : id))
    markShown(seen)
    withdraw(
      ids.filter((id) => !seen.includes(id)),
      false,
    )
  }

  const tab = createTab(key)
  const claims = createClaims(key)
  const neighbours = createNeighbours(key, (ids, isOver) => {
    tab.remember(ids)
    withdraw(ids, isOver)
  })
  const courier = createCourier(options, tab.id, {
    deliver: (messages) => void deliver(messages),
    drop: listener.drop,
    settle: (ids) => claims.free((id) => ids.includes(id)),
  })
  const exposure = createExposure((ids) => void show(ids), options.minimumTime)

  const flush = () => {
    exposure.restart()
    courier.flush()
    if (isHidden()) claims.free((id) => !isShown(id))
    else withdraw([...tab.shown()], false)
  }
  const enter = () => {
    tab.enter()
    neighbours.open()
  }
  // Whatever is open keeps a page out of the back/forward cache.
  const leave = () => {
    tab.leave()
    claims.stop()
    neighbours.close()
  }
  const give = (messages: readonly Message[]) => {
    const fresh = sift(messages)
    put(fresh)
    void claim(fresh)
  }
  const hydrate = () => {
    const script = document.getElementById(scriptId)
    const { messages, more, dropped } = decodeScript(script?.textContent)
    give(messages)
    if (dropped) listener.drop()
    courier.begin(more || !script)
  }

  enter()
  document.addEventListener('visibilitychange', flush, { signal })
  addEventListener(
    'pagehide',
    () => {
      flush()
      leave()
    },
    { signal },
  )
  addEventListener('online', courier.reconnect, { signal })
  addEventListener(
    'pageshow',
    (event) => {
      if (!event.persisted) return
      enter()
      // It could not hear of what navigations left.
      courier.begin(true)
    },
    { signal },
  )
  if (options.hydrate ?? true) queueMicrotask(() => signal.aborted || hydrate())

  return {
    courier,
    exposure,
    deliver: give,
    release(ids, isOver) {
      const shown = tab.shown()
      const fresh = ids.filter((id) => !shown.has(id))
      tab.remember(fresh)
      courier.acknowledge(fresh)
      neighbours.tell(ids, isOver)
    },
    stop() {
      listening.abort()
      exposure.stop()
      courier.stop()
      leave()
    },
  }
}
