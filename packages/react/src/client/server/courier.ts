import { decodeBody, isJsonObject, parseJson, tabPatience } from '@flashpost/core/protocol'
import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import type { ClientEvents } from '../client-events.ts'
import { createAcknowledgements } from './acknowledgements.ts'
import { createCall } from './endpoint.ts'
import type { MessagesClientOptions } from '../options.ts'
import type { SendRequest } from './request.ts'
import { createRetry } from './retry.ts'

/** Brings messages from the server, and tells the server which were shown. */
export interface Courier {
  /** The ids that a request of the app carries. */
  readonly board: () => readonly string[]
  /** Such a request has ended; the server knows these, and whether more waits than came, or will come by itself. */
  readonly arrive: (used: readonly string[], isMore: boolean, isLive?: boolean) => void
  readonly acknowledge: (ids: readonly string[]) => void
  /** Asks the server for what it has for a new document. */
  readonly begin: () => void
  /** Asks the endpoint for what waits, and answers whether that worked. */
  readonly refresh: () => Promise<boolean>
  /** Sends what is to be acknowledged, in a way that outlives the page. */
  readonly flush: () => Promise<void>
  /** The network is back: tries again what failed, now. */
  readonly reconnect: () => void
}

/** What a courier works with. */
export interface CourierTools {
  readonly options: MessagesClientOptions
  readonly request: SendRequest
  /** Takes what the server sends, in answer to what the person did or not. */
  readonly receive: (body: MessagesBody, isAnswer: boolean) => Promise<void>
  /** Is told what the server has let go of. */
  readonly confirm: (ids: readonly string[]) => void
  /** Is told that something will come that nobody has asked for. */
  readonly expect: () => void
  readonly emit: Emitter<ClientEvents>['emit']
  readonly signal: AbortSignal
}

// How often it is waited in a row for what the server keeps for another tab.
const rounds = 3

export function createCourier(tools: CourierTools): Courier {
  const { receive, confirm, emit, signal } = tools
  const { url = '/messages', acknowledgeDelay = 100, hydrate = true } = tools.options
  let isNewDocument = hydrate
  let round = 0
  let isAnswered = true

  const call = createCall(tools.request, (failure) => signal.aborted || emit('failed', failure))
  const acknowledgements = createAcknowledgements(
    (ids) => call(`${url}/used`, (_, status) => status === 204 || undefined, false, ids),
    (ids) => {
      confirm(ids)
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
    await receive(body, !wasAnswered)
    return true
  }
  const pulling = createRetry(pull, 0, signal)

  return {
    board: acknowledgements.board,
    arrive(used, isMore, isLive) {
      acknowledgements.confirm(used)
      if (isLive) tools.expect()
      if (!isMore) return
      // The newest did not fit.
      isAnswered = false
      pulling.schedule()
    },
    acknowledge: acknowledgements.add,
    begin() {
      isNewDocument = true
      round = 0
      void pulling.now()
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
