import { acknowledgementLimit, decodeScript } from '@flashpost/core'
import type { Message, MessagesBody } from '@flashpost/core'
import { createCall } from './call.ts'
import { createFlashFetch } from './flash-fetch.ts'
import type { MessagesClientOptions } from './options.ts'
import { createTab } from './tab.ts'
import { createTask } from './task.ts'

/** Where a courier delivers. */
export interface Recipient {
  readonly deliver: (messages: readonly Message[]) => void
  /** A message is lost on the server. */
  readonly drop: () => void
}

/** Brings messages from the server, and tells the server which were shown. */
export interface Courier {
  readonly fetch: typeof globalThis.fetch
  readonly acknowledge: (ids: readonly string[]) => void
  /** Takes what waits for a new document: from the document itself if it carries messages, else from the endpoint. */
  readonly hydrate: (script: Element | null) => void
  /** Asks the endpoint for what waits. */
  readonly refresh: () => void
  /** Sends what is to be acknowledged, in a way that outlives the page. */
  readonly flush: () => void
  /** The network is back: tries again what failed, now. */
  readonly reconnect: () => void
  readonly stop: () => void
}

export function createCourier(
  options: MessagesClientOptions,
  { deliver, drop }: Recipient,
): Courier {
  const { url = '/messages', acknowledgeDelay = 100 } = options
  const tab = createTab(`flashpost ${url}`)
  const send: typeof fetch = (...request) => (options.fetch ?? fetch)(...request)
  const call = createCall(send, tab.id, options)
  // Shown, but the server may not know: they go out with every request until it says that it does.
  const unconfirmed = new Set<string>()
  const posted = new Set<string>()
  let isNewDocument = false
  let isMoreWaiting = false

  const receive = ({ messages, dropped }: MessagesBody) => {
    acknowledge(messages.flatMap(({ id }) => (tab.hasShown(id) ? id : [])))
    deliver(messages.filter(({ id }) => !tab.hasShown(id)))
    if (dropped) drop()
  }
  const acknowledge = (ids: readonly string[]) => {
    for (const id of ids) unconfirmed.add(id)
    if (unconfirmed.size > 0) posting.schedule()
  }
  const confirm = (ids: readonly string[]) => {
    for (const id of ids) unconfirmed.delete(id)
    if (isMoreWaiting && ids.length > 0) pulling.schedule()
    acknowledge([])
  }
  const board = () => {
    posting.cancel()
    return [...unconfirmed].slice(0, acknowledgementLimit)
  }
  const post = async (ids: readonly string[]) => {
    if (ids.length === 0) return true
    for (const id of ids) posted.add(id)
    const answer = await call(`${url}/used`, false, ids)
    for (const id of ids) posted.delete(id)
    // What the server refuses it would refuse again; it rides on the next request.
    if (answer?.ok) confirm(ids)
    return answer !== undefined
  }
  const posting = createTask(() => post(board()), acknowledgeDelay)
  const flush = async () => {
    if (!(await post(board().filter((id) => !posted.has(id))))) posting.schedule()
  }
  const pulling = createTask(async () => {
    const answer = await call(url, isNewDocument)
    if (!answer) return false
    const body = decodeScript(answer.text)
    isNewDocument = false
    isMoreWaiting = body.more
    receive(body)
    return true
  }, 0)
  return {
    fetch: createFlashFetch(send, tab.id, options, {
      board,
      arrive(confirmed, body) {
        confirm(confirmed)
        receive(body)
        if (body.more) pulling.schedule()
      },
    }),
    acknowledge(ids) {
      tab.remember(ids)
      acknowledge(ids)
    },
    hydrate(script) {
      const body = script && decodeScript(script.textContent)
      if (body) receive(body)
      isNewDocument = true
      if (!body || body.more) pulling.now()
    },
    refresh: pulling.now,
    flush: () => void flush(),
    reconnect() {
      posting.now()
      if (isNewDocument) pulling.now()
    },
    stop() {
      void flush()
      posting.stop()
      pulling.stop()
    },
  }
}
