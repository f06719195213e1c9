import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Registration } from '../registration.ts'
import { openExchange } from './request-exchange.ts'
import type { RequestExchange } from './request-exchange.ts'
import { watchHead } from './watch-head.ts'

/** Which request has which exchange. Most have none. */
export interface Exchanges {
  /** Opens it where there is none yet. */
  of(request: FastifyRequest): RequestExchange
  /** It, if somebody has asked for it. */
  begun(request: FastifyRequest): RequestExchange | null
  /** Takes note that a request is about to be answered. */
  answering(request: FastifyRequest, reply: FastifyReply): void
}

const kExchange = Symbol('flashpost.exchange')
const kReply = Symbol('flashpost.reply')

type Request = FastifyRequest & {
  [kExchange]: RequestExchange | null
  /** Who answers, from the moment when an answer is about to be sent. */
  [kReply]: FastifyReply | null
}

/** Makes room for exchanges in the requests of an app. */
export function createExchanges(app: FastifyInstance, registration: Registration): Exchanges {
  app.decorateRequest(kExchange, null)
  app.decorateRequest(kReply, null)

  function open(request: Request): RequestExchange {
    const entry = openExchange(registration, request)
    request[kExchange] = entry
    const reply = request[kReply]
    if (reply) {
      // It is being sent already.
      entry.raw = reply.raw
      entry.reply = reply
      watchHead(entry, reply)
    }
    return entry
  }

  return {
    of: (request) => (request as Request)[kExchange] ?? open(request as Request),
    begun: (request) => (request as Request)[kExchange],
    answering(request, reply) {
      ;(request as Request)[kReply] = reply
    },
  }
}
