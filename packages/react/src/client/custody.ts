import type { Message } from '@flashpost/core'
import { scriptId } from '@flashpost/core/protocol'
import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage, DismissReason } from './client-message.ts'
import { followDocument } from './document-events.ts'
import type { MessagesClientOptions } from './options.ts'
import type { PartTools } from './part.ts'
import { createExposureOnDemand } from './screen/exposure-on-demand.ts'
import type { Exposure } from './screen/exposure.ts'
import { createCourier } from './server/courier.ts'
import type { Exchange } from './server/exchange.ts'
import { createRequest } from './server/request.ts'
import type { MessageBox } from './store/message-box.ts'
import { createClaims } from './tabs/claims.ts'
import { createPresence } from './tabs/presence.ts'
import { createTab } from './tabs/tab.ts'

/** How a client gets messages of the server. */
export interface ServerMessages {
  /** For other transports: begins a request to this address; `undefined` when it is none of the app's own servers. */
  readonly exchange: (url: string | URL) => Exchange | undefined
  /** Takes messages of the server that came by another way: with the document, from a loader. Does nothing on a server. */
  readonly deliver: (messages: readonly Message[]) => void
  /**
   * Asks the server for messages that wait, now, and answers whether that worked; the event `failed` says why not. On a
   * server it asks for nothing.
   */
  readonly refresh: () => Promise<boolean>
}

/** Who answers for a client's messages from their arrival until the server has let go of them. */
export interface Custody {
  /** What of it the client hands on to the app. */
  readonly api: ServerMessages
  /** Watches for the elements that show messages. */
  readonly watch: Exposure['watch']
  /** The store tells that these were shown, or why they are gone. */
  readonly release: (messages: readonly ClientMessage[], why: 'shown' | DismissReason) => void
  readonly tools: PartTools
  readonly stop: () => void
}

type Delivery = Pick<MessagesBody, 'messages'> & Partial<MessagesBody>

/**
 * Has messages in custody: they are received, shown, released and, when the server has taken note of that, confirmed.
 * Begins a microtask later.
 */
export function createCustody(
  options: MessagesClientOptions,
  { api: { isShown, markShown }, find, put, remove }: MessageBox,
  emit: Emitter<ClientEvents>['emit'],
): Custody {
  const { url = '/messages', catalog = {}, hydrate = true } = options
  const name = `flashpost ${url}`
  const ending = new AbortController()
  const { signal } = ending

  // Receive: what was not shown before, in whichever tab, and is this tab's. What is in the document has its place there,
  // and is not kept back until it is claimed.
  const receive = async ({ messages, dropped }: Delivery, isInDocument = false) => {
    if (dropped) emit('dropped', undefined)
    const shown = tab.shown()
    courier.acknowledge(messages.flatMap(({ id }) => (shown.has(id) ? id : [])))
    const fresh = unseen(messages).filter(accepts)
    if (isInDocument) put(fresh)
    const mine = await claim(fresh)
    // Some may have been shown meanwhile.
    put(unseen(mine))
  }
  const unseen = <Some extends Message>(messages: readonly Some[]) => {
    const shown = tab.shown()
    return messages.filter(({ id }) => !shown.has(id))
  }
  const accepts = (message: Message) => {
    const fits = catalog[message.name ?? '']?.fits?.(message.params) ?? true
    if (!fits) emit('refused', message)
    return fits
  }
  /** Those that this tab may show; the rest come back when the tab that has them gives them up. */
  const claim = async (messages: readonly ClientMessage[]) => {
    const isMine = await Promise.all(
      messages.map(
        async (message) =>
          // What is hidden, or a frame of no size, shows nothing, and claims nothing.
          message.local ||
          document.hidden ||
          !innerHeight ||
          signal.aborted ||
          claims.take(message.id, () => void receive({ messages: [message] })),
      ),
    )
    return messages.filter((_, index) => isMine[index] && !signal.aborted)
  }

  // Show: what was on screen, and is this tab's at the latest by now. The store says so.
  const show = async (ids: readonly string[]) => {
    const mine = await claim(ids.flatMap((id) => find(id) ?? []))
    markShown(unseen(mine).map(({ id }) => id))
    withdraw(ids, false)
  }
  /** Another tab has shown these, or has them off the screen already. */
  const withdraw = (ids: readonly string[], isOver: boolean) =>
    remove(({ id }) => ids.includes(id) && (isOver || !isShown(id)), 'elsewhere')

  // Release: what was shown or dismissed. Other tabs are told, and the server may let go of it.
  const release: Custody['release'] = (messages, why) => {
    const ids = messages.flatMap(({ id, local }) => (local ? [] : id))
    if (ids.length > 0 && why !== 'elsewhere') courier.acknowledge(tab.tell(ids, why !== 'shown'))
  }

  // Confirm: the server knows of these. Nobody is offered them any more, and the claims on them are given up.
  const confirm = (ids: readonly string[]) => claims.free((id) => ids.includes(id))

  const presence = createPresence()
  const tab = createTab(name, presence, withdraw)
  const claims = createClaims(name)
  presence.whilePresent(() => claims.stop)
  const request = createRequest(options, tab.id)
  const courier = createCourier(options, tab.id, request, receive, confirm, signal, emit)
  const exposure = createExposureOnDemand((ids) => void show(ids), options.minimumTime, signal)

  followDocument(
    {
      turn() {
        exposure.restart()
        void courier.flush()
        if (document.hidden) claims.free((id) => !isShown(id))
        else withdraw([...tab.shown()], false)
      },
      leave: presence.leave,
      comeBack() {
        presence.comeBack()
        // It could not hear of what navigations left.
        courier.begin()
      },
      reconnect: courier.reconnect,
    },
    signal,
  )
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
    watch: (element, id) => (element && isShown(id)) || exposure.watch(element, id),
    release,
    tools: {
      name,
      request: (path, init) => request(url + path, init),
      whilePresent: presence.whilePresent,
      signal,
    },
    stop() {
      void courier.flush()
      ending.abort()
      exposure.stop()
      presence.leave()
    },
  }
}
