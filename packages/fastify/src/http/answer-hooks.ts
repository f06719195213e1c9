import { fields, isPending } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify'
import type { Chain } from '../storages/chain/chain.ts'
import { isAnotherAnswer, settleAnswer } from './answer.ts'
import type { Exchanges } from './exchanges.ts'
import { followDelivery } from './follow-delivery.ts'
import type { RequestExchange } from './request-exchange.ts'
import { watchHead } from './watch-head.ts'

const kLooksLast = Symbol('flashpost.looks-last')

/** Has every answer settled before it is sent, and looked at once more when nobody changes it any more. */
export function addAnswerHooks(app: FastifyInstance, exchanges: Exchanges, chain: Chain): void {
  /** A request that neither adds nor reads is concerned when it is the SDK's and there is something to bring or to take. */
  const isConcerned = (request: FastifyRequest) => {
    const { [fields.client]: client, [fields.used]: used } = request.headers
    return client !== undefined && (used !== undefined || chain.mayHold(request))
  }
  // Before the hooks of plugins that are registered later, one of which may save the session.
  app.addHook('onSend', (request, reply, payload, done) => {
    const entry =
      exchanges.begun(request) ?? (isConcerned(request) ? exchanges.of(request) : undefined)
    exchanges.answering(request, reply)
    if (!entry) return done()
    entry.raw = reply.raw
    entry.isLeaving = false
    // Without a look from there, as for what has no route: other hooks may follow.
    if (!looksLast(request) || isUnsettled(payload)) watchHead(entry, reply)
    return answer(entry, reply, payload, done)
  })
  // A route's own hooks come after all others: what they see is what leaves.
  const lookLast = (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: () => void,
  ) => {
    const entry = exchanges.begun(request)
    if (!entry) return done()
    entry.isLeaving = true
    if (isUnsettled(payload)) watchHead(entry, reply)
    if (entry.settled && !isAnotherAnswer(entry, entry.settled, reply)) return done()
    return answer(entry, reply, payload, done)
  }
  app.addHook('onRoute', (route) => {
    const own: unknown[] = [route.onSend ?? []].flat()
    if (own.includes(lookLast)) return
    route.onSend = [...own, lookLast] as onSendHookHandler[]
    route.config = Object.assign({}, route.config, { [kLooksLast]: true })
  })
  // The answer after an error may be sent by no hook.
  app.addHook('onError', (request, reply, _error, done) => {
    const entry = exchanges.begun(request)
    if (entry) watchHead(entry, reply)
    done()
  })
}

function looksLast({ routeOptions: { config } }: FastifyRequest): boolean {
  return (config as { readonly [kLooksLast]?: boolean } | undefined)?.[kLooksLast] === true
}

function answer(
  entry: RequestExchange,
  reply: FastifyReply,
  payload: unknown,
  done: () => void,
): void | Promise<undefined> {
  entry.cookies.isStreamed = isStream(payload)
  const settled = settleAnswer(entry, reply)
  followDelivery(entry, settled, reply)
  // Fastify looks after what a promise's end leads to, but not after what a callback's call does later.
  if (isPending(settled)) return settled.then(() => undefined)
  return done()
}

/** Says whether a payload has a say in the head that it leaves with. */
function isUnsettled(payload: unknown): payload is object {
  return typeof payload === 'object' && payload !== null && !Buffer.isBuffer(payload)
}

/** Says whether a payload is still to be produced when its head leaves. */
function isStream(payload: unknown): boolean {
  if (!isUnsettled(payload)) return false
  return 'pipe' in payload || 'getReader' in payload || 'body' in payload
}
