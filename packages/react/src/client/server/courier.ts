import {
  attempt,
  decodeBody,
  decodeHeader,
  decodeUsed,
  encodeClient,
  encodeUsed,
  fields,
  isJsonObject,
  parseJson,
  tabPatience,
} from '@flashpost/core/protocol'
import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import type { ClientEvents } from '../client-events.ts'
import { createAcknowledgements } from './acknowledgements.ts'
import { checkExposed } from './check-exposed.ts'
import { createCall } from './endpoint.ts'
import type { Exchange } from './exchange.ts'
import type { MessagesClientOptions } from '../options.ts'
import type { SendRequest } from './request.ts'
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
  /** Asks the endpoint for what waits, and answers whether that worked. */
  readonly refresh: () => Promise<boolean>
  /** Sends what is to be acknowledged, in a way that outlives the page. */
  readonly flush: () => Promise<void>
  /** The network is back: tries again what failed, now. */
  readonly reconnect: () => void
}

// How often it is waited in a row for what the server keeps for another tab.
const rounds = 3

/** `deliver` takes what the server sends; `settle` is told what it has let go of. */
export function createCourier(
  options: MessagesClientOptions,
  tab: string,
  send: SendRequest,
  deliver: (body: MessagesBody, isInDocument?: boolean) => Promise<void>,
  settle: (ids: readonly string[]) => void,
  signal: AbortSignal,
  emit: Emitter<ClientEvents>['emit'],
): Courier {
  const { url = '/messages', origins = [], acknowledgeDelay = 100 } = options
  const ours = new Set([location.href, url, ...origins].map(originOf))
  let isNewDocument = false
  let round = 0
  let isAnswered = true

  const receive = (body: MessagesBody, isInDocument?: boolean) => {
    // Their names are known before anything is shown that has one.
    if (body.levels) emit('levels', body.levels)
    return deliver(body, isInDocument)
  }
  const call = createCall(send, (failure) => signal.aborted || emit('failed', failure))
  const acknowledgements = createAcknowledgements(
    (ids) => call(`${url}/used`, (_, status) => status === 204 || undefined, false, ids),
    (ids) => {
      settle(ids)
      if (round > 0) pulling.schedule()
    },
    acknowledgeDelay,
    signal,
  )
  const pull = async () => {
    const body = await call(url, readBody, isNewDocument)
    if (!body) return body
    isNewDocument = false
    round = body.more ? round + 1 : 0
    if (round > 0 && round <= rounds) pulling.schedule(tabPatience)
    const wasAnswered = isAnswered
    isAnswered = true
    await receive(wasAnswered ? body : asAnswer(body))
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
          // The newest did not fit.
          if (body.more) isAnswered = false
          if (body.more) pulling.schedule()
          checkExposed(emit, address, ids, headers)
          void receive(asAnswer(body))
        },
      }
    },
    acknowledge: acknowledgements.add,
    begin(script) {
      const body = decodeBody(parseJson(script))
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

/** Another server's page is no body. */
function readBody(text: string): MessagesBody | undefined {
  const value = parseJson(text)
  return isJsonObject(value) && Array.isArray(value['messages']) ? decodeBody(value) : undefined
}

/** The messages of a response, for what the person has just done. */
function asAnswer(body: MessagesBody): MessagesBody {
  return { ...body, messages: body.messages.map((each) => ({ ...each, answer: true })) }
}

function originOf(address: string | URL): string | undefined {
  return attempt(() => new URL(address, document.baseURI).origin)
}
