import type { Message } from '@flashpost/core'
import { decodeScript, scriptId } from '@flashpost/core/protocol'
import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage } from './client-message.ts'
import { createOnDemand } from './on-demand.ts'
import type { MessagesClientOptions } from './options.ts'
import type { PartTools } from './part.ts'
import type { Delivery } from './reception.ts'
import type { Exposure } from './screen/exposure.ts'
import { createExchange } from './server/create-exchange.ts'
import { createRequest } from './server/request.ts'
import type { ServerMessages } from './server/server-messages.ts'
import type { MessageBox } from './store/message-box.ts'
import { createPresence } from './tabs/presence.ts'
import { createTab } from './tabs/tab.ts'

/** Who answers for a client's messages from their arrival until the server has let go of them. */
export interface Custody {
  /** What of it the client hands on to the app. */
  readonly api: ServerMessages
  /** Watches for the elements that show messages. */
  readonly watch: Exposure['watch']
  readonly tools: PartTools
  readonly stop: () => void
}

/**
 * Has messages in custody: they are received, shown, released and, when the server has taken note of that, confirmed.
 * Begins a microtask later. What all that takes beside a memory is loaded when the page is idle, at the latest with the
 * first message.
 */
export function createCustody(
  options: MessagesClientOptions,
  box: MessageBox,
  { emit, on }: Emitter<ClientEvents>,
): Custody {
  const { url = '/messages', catalog = {}, hydrate = true, live } = options
  const name = `flashpost ${url}`
  const ending = new AbortController()
  const { signal } = ending

  // Accept: what no tab has shown before.
  const accept = ({ messages, dropped, levels }: Delivery): readonly ClientMessage[] => {
    // Their names are known before anything is shown that has one.
    if (levels) emit('levels', levels)
    if (dropped) emit('dropped', undefined)
    return tab.unseen(messages).filter(fits)
  }
  const fits = (message: Message) => {
    const isFit = catalog[message.name ?? '']?.fits?.(message.params) ?? true
    if (!isFit) emit('refused', message)
    return isFit
  }
  /** What is in the document has its place there, and is not kept back until it is this tab's. */
  const place = (delivery: Delivery) => {
    const fresh = accept(delivery)
    box.put(fresh)
    if (delivery.messages.length > 0)
      staff.use(({ reception }) => void reception.admit(delivery.messages, fresh))
  }
  const arrive = (body: MessagesBody, used: readonly string[]) => {
    const fresh = accept(body)
    staff.use(({ reception, courier }) => {
      void reception.admit(body.messages, fresh, true)
      courier.arrive(used, body.more, body.live)
    })
  }

  // Release: what was shown or dismissed. Other tabs are told, and the server may let go of it.
  const release = (messages: readonly ClientMessage[], isOver: boolean) => {
    const ids = messages.flatMap(({ id, local }) => (local ? [] : id))
    if (ids.length === 0) return
    const fresh = tab.remember(ids)
    staff.use(({ courier, tell }) => {
      courier.acknowledge(fresh)
      tell(ids, isOver)
    })
  }
  // Before an app can listen: what it does with a message is after that.
  on('shown', (messages) => release(messages, false))
  on('dismissed', ({ messages, reason }) => reason === 'elsewhere' || release(messages, true))

  const presence = createPresence(signal)
  const tab = createTab(name, presence)
  const request = createRequest(options, tab.id)
  const staff = createOnDemand(async () => {
    const { createStaff } = await import('./staff.ts')
    return createStaff({ options, name, presence, tab, request, box, emit, on, signal, accept })
  }, signal)
  if (live) void staff.load()
  if (hydrate)
    queueMicrotask(() => {
      if (signal.aborted) return
      const script = document.getElementById(scriptId)?.textContent
      const body = decodeScript(script)
      place(body)
      if (body.more || script === undefined) staff.use(({ courier }) => courier.begin())
    })

  return {
    api: {
      exchange: createExchange(
        options,
        tab.id,
        () => staff.current()?.courier.board() ?? [],
        arrive,
        emit,
      ),
      deliver: (messages) => place({ messages }),
      refresh: async () => (await staff.load())?.refresh() ?? false,
    },
    watch: (...seen) => staff.use(({ watch }) => watch(...seen)),
    tools: {
      name,
      request: (path, init) => request(url + path, init),
      whilePresent: presence.whilePresent,
      follow(listener) {
        const following = new AbortController()
        staff.use(({ line }) => line.follow(listener, following.signal))
        return () => following.abort()
      },
      fail: (failure) => emit('failed', failure),
      signal,
    },
    stop: () => ending.abort(),
  }
}
