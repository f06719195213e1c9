import { decodeScript } from '@flashpost/core'
import type { Message, MessagesBody } from '@flashpost/core'
import { createAcknowledgements } from './acknowledgements.ts'
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
  let isNewDocument = false
  let isMoreWaiting = false

  const acknowledgements = createAcknowledgements(
    async (ids) => (await call(`${url}/used`, false, ids))?.ok,
    acknowledgeDelay,
    () => isMoreWaiting && pulling.schedule(),
  )
  const receive = ({ messages, dropped }: MessagesBody) => {
    acknowledgements.add(messages.flatMap(({ id }) => (tab.hasShown(id) ? id : [])))
    deliver(messages.filter(({ id }) => !tab.hasShown(id)))
    if (dropped) drop()
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
      board: acknowledgements.board,
      arrive(confirmed, body) {
        acknowledgements.confirm(confirmed)
        receive(body)
        if (body.more) pulling.schedule()
      },
    }),
    acknowledge(ids) {
      tab.remember(ids)
      acknowledgements.add(ids)
    },
    hydrate(script) {
      const body = script && decodeScript(script.textContent)
      if (body) receive(body)
      isNewDocument = true
      if (!body || body.more) pulling.now()
    },
    refresh: pulling.now,
    flush: acknowledgements.flush,
    reconnect() {
      acknowledgements.retry()
      if (isNewDocument) pulling.now()
    },
    stop() {
      acknowledgements.stop()
      pulling.stop()
    },
  }
}
