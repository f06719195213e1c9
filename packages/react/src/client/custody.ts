import type { Message } from '@flashpost/core'
import { scriptId } from '@flashpost/core/protocol'
import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import { createClaims } from './tabs/claims.ts'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage } from './client-message.ts'
import { createCourier } from './server/courier.ts'
import { createExposure } from './screen/exposure.ts'
import type { Exposure } from './screen/exposure.ts'
import type { MessagesClient } from './messages-client.ts'
import type { MessagesClientOptions } from './options.ts'
import type { MessageBox } from './store/message-box.ts'
import { createTab } from './tabs/tab.ts'

/** A client's connection to its page. */
export interface Page {
  /** What of it the client hands on to the app. */
  readonly api: Pick<MessagesClient, 'exchange' | 'deliver' | 'refresh'>
  readonly watch: Exposure['watch']
  readonly stop: () => void
}

type Delivery = Pick<MessagesBody, 'messages'> & Partial<MessagesBody>

/** Connects a client to the network, to other tabs and to what is on screen, and begins a microtask later. */
export function connectPage(
  options: MessagesClientOptions,
  { api: { isShown, markShown }, find, put, remove }: MessageBox,
  { on, emit }: Emitter<ClientEvents>,
): Page {
  const { url = '/messages', catalog = {}, hydrate = true } = options
  const key = `flashpost ${url}`
  const listening = new AbortController()
  const { signal } = listening

  const accepts = (message: Message) => {
    const fits = catalog[message.name ?? '']?.fits?.(message.params) ?? true
    if (!fits) emit('refused', message)
    return fits
  }
  const unseen = <Some extends Message>(messages: readonly Some[]) => {
    const shown = tab.shown()
    return messages.filter(({ id }) => !shown.has(id))
  }
  /** What was shown already, in whichever tab, is acknowledged at once. */
  const sift = (messages: readonly Message[]) => {
    const shown = tab.shown()
    courier.acknowledge(messages.flatMap(({ id }) => (shown.has(id) ? id : [])))
    return unseen(messages).filter(accepts)
  }
  /** Those that this tab may show; the rest come back when the tab that has them gives them up. */
  const claim = async (messages: readonly ClientMessage[]) => {
    const isMine = await Promise.all(
      messages.map(
        async (message) =>
          // What is hidden shows nothing, and claims nothing.
          message.local ||
          document.hidden ||
          signal.aborted ||
          claims.take(message.id, () => void receive({ messages: [message] })),
      ),
    )
    return messages.filter((_, index) => isMine[index] && !signal.aborted)
  }
  /** What is in the document has its place there, and is not kept back until it is claimed. */
  const receive = async ({ messages, dropped }: Delivery, isInDocument = false) => {
    if (dropped) emit('dropped', undefined)
    const fresh = sift(messages)
    if (isInDocument) put(fresh)
    // Some may have been shown meanwhile.
    put(unseen(await claim(fresh)))
  }
  /** Another tab has shown these, or has them off the screen already. */
  const withdraw = (ids: readonly string[], isOver: boolean) =>
    remove(({ id }) => ids.includes(id) && (isOver || !isShown(id)), 'elsewhere')
  const show = async (ids: readonly string[]) => {
    const mine = await claim(ids.flatMap((id) => find(id) ?? []))
    markShown(unseen(mine).map(({ id }) => id))
    withdraw(ids, false)
  }
  /** The server may let go of these. */
  const release = (messages: readonly ClientMessage[], isOver: boolean) => {
    const ids = messages.flatMap(({ id, local }) => (local ? [] : id))
    if (ids.length > 0) courier.acknowledge(tab.tell(ids, isOver))
  }

  const tab = createTab(key, withdraw)
  const claims = createClaims(key)
  const settle = (ids: readonly string[]) => claims.free((id) => ids.includes(id))
  const courier = createCourier(options, tab.id, receive, settle, signal, emit)
  const exposure = createExposure((ids) => void show(ids), options.minimumTime)

  const turn = () => {
    exposure.restart()
    void courier.flush()
    if (document.hidden) claims.free((id) => !isShown(id))
    else withdraw([...tab.shown()], false)
  }
  // Whatever is open keeps a page out of the back/forward cache.
  const leave = () => {
    tab.leave()
    claims.stop()
  }
  const takes = {
    visibilitychange: turn,
    online: courier.reconnect,
    pagehide() {
      turn()
      leave()
    },
    pageshow({ persisted }: PageTransitionEvent) {
      if (!persisted) return
      tab.enter()
      // It could not hear of what navigations left.
      courier.begin()
    },
  }
  tab.enter()
  on('shown', (messages) => release(messages, false))
  on('dismissed', ({ messages, reason }) => {
    if (reason !== 'elsewhere') release(messages, true)
  })
  for (const [type, listener] of Object.entries(takes))
    addEventListener(type, listener as EventListener, { signal, capture: true })
  if (hydrate)
    queueMicrotask(
      () => signal.aborted || courier.begin(document.getElementById(scriptId)?.textContent),
    )

  return {
    api: {
      exchange: courier.exchange,
      deliver: (messages) => void receive({ messages }, true),
      refresh: courier.refresh,
    },
    watch: exposure.watch,
    stop() {
      void courier.flush()
      listening.abort()
      exposure.stop()
      leave()
    },
  }
}
