import { createExchange } from '@flashpost/core/protocol'
import type { AnswerFacts, Exchange, Settlement } from '@flashpost/core/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Registration } from '../registration.ts'
import type { ChainContext } from '../storages/chain/visit.ts'
import { openCookies } from './cookies.ts'
import type { RequestCookies } from './cookies.ts'

/** The exchange of one request, and what its answer has got of it so far. */
export interface RequestExchange {
  readonly registration: Registration
  readonly request: FastifyRequest
  readonly exchange: Exchange<FastifyRequest>
  readonly cookies: RequestCookies
  readonly context: RequestContext
  /** What was decided last; `undefined` before anything was. */
  settled: Settled | undefined
  /** Whether somebody looks when the head of the answer leaves. */
  isWatched: boolean
}

/** What was decided, for which answer, and what it has put in whose place. */
export interface Settled {
  readonly settlement: Settlement
  readonly answer: AnswerFacts
  readonly replaced: readonly (readonly [name: string, before: unknown])[]
  /** What the answer says to caches now. */
  readonly caching: unknown
  /** How many messages were added by then. */
  readonly added: number
}

interface RequestContext extends ChainContext {
  reply: FastifyReply | undefined
  isLeaving: boolean
  user: string | undefined
  tab: string | undefined
}

/** Opens the exchange of one request. */
export function openExchange(registration: Registration, request: FastifyRequest): RequestExchange {
  const { signals, owners, settings, shared, chain } = registration
  const cookies = openCookies(registration.cookies, request, (cookie) =>
    signals.emit('refused', { cookie, request }),
  )
  const context: RequestContext = {
    request,
    reply: undefined,
    isLeaving: false,
    user: undefined,
    cookies,
    tab: undefined,
    maxAge: settings.maxAge,
    identify() {
      context.user = owners.userOf(request)
    },
    write: () =>
      context.reply && !context.reply.raw.headersSent ? cookies.write(context.reply) : 0,
  }
  const exchange = createExchange(shared, {
    request,
    method: request.method,
    field: (name) => request.headers[name],
    holder: chain.open(context),
    owner: () => owners.tagOf(owners.userOf(request)),
  })
  context.tab = exchange.asker.client?.tab
  return {
    registration,
    request,
    exchange,
    cookies,
    context,
    settled: undefined,
    isWatched: false,
  }
}
