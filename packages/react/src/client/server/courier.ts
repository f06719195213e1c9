import {
  attempt,
  decodeHeader,
  decodeScript,
  decodeUsed,
  encodeClient,
  encodeUsed,
  fields,
  tabPatience,
} from '@flashpost/core/protocol'
import type { MessagesBody } from '@flashpost/core/protocol'
import { createAcknowledgements } from './acknowledgements.ts'
import { createCall } from './endpoint.ts'
import type { Exchange } from '../messages-client.ts'
import type { MessagesClientOptions } from '../options.ts'
import { createRetry } from './retry.ts'

/** Brings messages from the server, and tells the server which were shown. */
export interface Courier {
  readonly exchange: (url: string | URL) => Exchange | undefined
  readonly acknowledge: (ids: readonly string[]) => void
  /**
   * Begins a new document, with what it carries itself; when that is nothing, the server is asked for what it has for a
   * new document.
   */
  readonly begin: (script?: string | null) => void
  /** Asks the endpoint for what waits. */
  readonly refresh: () => Promise<void>
  /** Sends what is to be acknowledged, in a way that outlives the page. */
  readonly flush: () => Promise<void>
  /** The network is back: tries again what failed, now. */
  readonly reconnect: () => void
}

// How often it is waited in a row for what the server keeps for another tab.
const rounds = 3

/** `receive` takes what the server sends; `settle` is told what it has let go of. */
export function createCourier(
  options: MessagesClientOptions,
  tab: string,
  receive: (body: MessagesBody, isInDocument?: boolean) => Promise<void>,
  settle: (ids: readonly string[]) => void,
  signal: AbortSignal,
): Courier {
  const { url = '/messages', origins = [], acknowledgeDelay = 100 } = options
  const ours = new Set([location.href, url, ...origins].map(originOf))
  let isNewDocument = false
  let round = 0

  const call = createCall(options, tab)
  const acknowledgements = createAcknowledgements(
    async (ids) => (await call(`${url}/used`, false, ids))?.ok,
    (ids) => {
      settle(ids)
      if (round > 0) pulling.schedule()
    },
    acknowledgeDelay,
    signal,
  )
  const pull = async () => {
    const answer = await call(url, isNewDocument)
    if (!answer) return false
    const body = decodeScript(answer.text)
    isNewDocument = false
    round = body.more ? round + 1 : 0
    if (round > 0 && round <= rounds) pulling.schedule(tabPatience)
    void receive(body)
    return true
  }
  const pulling = createRetry(pull, 0, signal)

  return {
    exchange(address) {
      if (!ours.has(originOf(address))) return undefined
      const ids = acknowledgements.board()
      return {
        headers: {
          [fields.client]: encodeClient({ tab }),
          ...(ids.length > 0 && { [fields.used]: encodeUsed(ids) }),
        },
        end(headers) {
          const body = decodeHeader(headers?.get(fields.messages))
          acknowledgements.confirm(decodeUsed(headers?.get(fields.used)))
          if (body.more) pulling.schedule()
          void receive(body)
        },
      }
    },
    acknowledge: acknowledgements.add,
    begin(script) {
      const body = decodeScript(script)
      isNewDocument = true
      round = 0
      void receive(body, true)
      if (body.more || script === undefined) void pulling.now()
    },
    refresh: pulling.now,
    flush: acknowledgements.flush,
    reconnect() {
      void acknowledgements.flush()
      if (isNewDocument) void pulling.now()
    },
  }
}

function originOf(address: string | URL): string | undefined {
  return attempt(() => new URL(address, document.baseURI).origin)
}
