import type { Message } from '@flashpost/core'
import { decodeScript, scriptId } from '@flashpost/core/protocol'
import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage } from './client-message.ts'
import { createFollow } from './follow.ts'
import { createOnDemand } from './on-demand.ts'
import type { MessagesClientOptions } from './options.ts'
import type { PartTools } from './part.ts'
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

type Delivery = Pick<MessagesBody, 'messages'> & Partial<MessagesBody>

/**
 * Has messages in custody: they are received, shown, released and, when the server has taken note of that, confirmed.
 * Begins a microtask later. What all that takes beside a memory is loaded when the page is idle, at the latest with the
 * first message.
 */
export function createCustody(
  options: MessagesClientOptions,
  { api: { find, isShown, markShown }, put, remove }: MessageBox,
  { emit, on }: Emitter<ClientEvents>,
): Custody {
  const { url = '/messages', catalog = {}, hydrate = true, live } = options
  const name = `flashpost ${url}`
  const ending = new AbortController()
  const { signal } = ending

  // Receive: what was not shown before, in whichever tab, and is this tab's. What is in the document has its place there,
  // and is not kept back until it is claimed.
  const receive = async (
    { messages, dropped, levels }: Delivery,
    isAnswer = false,
    isInDocument = false,
  ) => {
    // Their names are known before anything is shown that has one.
    if (levels) emit('levels', levels)
    if (dropped) emit('dropped', undefined)
    const shown = tab.shown()
    acknowledge(messages.flatMap(({ id }) => (shown.has(id) ? id : [])))
    const accepted = unseen(messages).filter(accepts)
    const fresh = isAnswer ? accepted.map((each) => ({ ...each, answer: true })) : accepted
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
    const isMine = await Promise.all(messages.map(take))
    return messages.filter((_, index) => isMine[index] && !signal.aborted)
  }
  const take = async (message: ClientMessage) =>
    message.local ||
    signal.aborted ||
    new Promise<boolean>((resolve) => {
      const retry = () => void receive({ messages: [message] })
      staff.use((loaded) => resolve(loaded.take(message, retry)))
    })

  // Show: what was on screen, and is this tab's at the latest by now. The store says so.
  const show = async (ids: readonly string[]): Promise<void> => {
    const mine = await claim(ids.flatMap((id) => find(id) ?? []))
    markShown(unseen(mine).map(({ id }) => id))
    withdraw(ids, false)
  }
  /** Another tab has shown these, or has them off the screen already. */
  const withdraw = (ids: readonly string[], isOver: boolean) =>
    remove(({ id }) => ids.includes(id) && (isOver || !isShown(id)), 'elsewhere')

  // Release: what was shown or dismissed. Other tabs are told, and the server may let go of it.
  const release = (messages: readonly ClientMessage[], isOver: boolean) => {
    const ids = messages.flatMap(({ id, local }) => (local ? [] : id))
    if (ids.length === 0) return
    acknowledge(tab.remember(ids))
    staff.use(({ tell }) => tell(ids, isOver))
  }
  const acknowledge = (ids: readonly string[]) => {
    if (ids.length > 0) staff.use(({ courier }) => courier.acknowledge(ids))
  }
  // Before an app can listen: what it does with a message is after that.
  on('shown', (messages) => release(messages, false))
  on('dismissed', ({ messages, reason }) => reason === 'elsewhere' || release(messages, true))

  // The same was done in another tab, or by another client of this page.
  const hear = (ids: readonly string[], isOver: boolean) => {
    tab.remember(ids)
    withdraw(ids, isOver)
  }

  /** What others have shown while nobody looked. */
  const catchUp = () => withdraw([...tab.shown()], false)

  const presence = createPresence(signal)
  const tab = createTab(name, presence)
  const request = createRequest(options, tab.id)
  const staff = createOnDemand(async () => {
    const { createStaff } = await import('./staff.ts')
    signal.throwIfAborted()
    const way = { receive, show, hear, catchUp, remove, isShown }
    return createStaff({ options, name, presence, request, emit, on, signal, ...way })
  }, signal)
  if (live) void staff.load()
  if (hydrate)
    queueMicrotask(() => {
      if (signal.aborted) return
      const script = document.getElementById(scriptId)?.textContent
      const body = decodeScript(script)
      void receive(body, false, true)
      if (body.more || script === undefined) staff.use(({ courier }) => courier.begin())
    })

  return {
    api: {
      exchange: createExchange(
        options,
        tab.id,
        {
          board: () => staff.current()?.courier.board() ?? [],
          arrive: (...came) => staff.use(({ courier }) => courier.arrive(...came)),
        },
        receive,
        emit,
      ),
      deliver: (messages) => void receive({ messages }, false, true),
      refresh: async () => (await staff.load())?.refresh() ?? false,
    },
    watch: (element, id) =>
      (element && isShown(id)) || staff.use(({ exposure }) => exposure.watch(element, id)),
    tools: {
      name,
      request: (path, init) => request(url + path, init),
      whilePresent: presence.whilePresent,
      follow: createFollow(staff),
      fail: (failure) => emit('failed', failure),
      signal,
    },
    stop() {
      const { courier, exposure } = staff.current() ?? {}
      void courier?.flush()
      ending.abort()
      exposure?.stop()
    },
  }
}
