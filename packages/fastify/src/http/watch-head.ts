import { fields, isPending } from '@flashpost/core/protocol'
import type { Awaitable, Settlement } from '@flashpost/core/protocol'
import type { FastifyReply } from 'fastify'
import { isAnotherAnswer, settleAnswer } from './answer.ts'
import { followDelivery } from './follow-delivery.ts'
import type { RequestExchange } from './request-exchange.ts'

/**
 * Looks at an answer once more when its head leaves, where it may be another one by then: a `Response` brings its own
 * status and headers, a stream takes its time, and what is answered after an error may come by no hook. It costs too much
 * to be done for every answer: a response with a method of its own is slower from there on.
 */
export function watchHead(entry: RequestExchange, reply: FastifyReply): void {
  const { raw } = reply
  if (entry.isWatched || raw.headersSent) return
  entry.isWatched = true
  const writeHead: (...args: never[]) => typeof raw = raw.writeHead.bind(raw)
  // By a name first: what is written into a property where it is made is old to V8 from the start.
  const watched = (...args: unknown[]) => {
    if (!entry.exchange.isOver) leave(entry, reply, typeof args.at(-1) === 'object')
    return writeHead(...(args as never[]))
  }
  raw.writeHead = watched
}

/** @param areHeadersToCome whether the reply's headers are written now, and not before */
function leave(entry: RequestExchange, reply: FastifyReply, areHeadersToCome: boolean): void {
  // The app writes it itself.
  if (!entry.reply) return
  entry.isLeaving = true
  entry.isUrgent = true
  if (entry.settled && !isAnotherAnswer(entry, entry.settled, reply)) return
  const settlement: Awaitable<Settlement | undefined> = settleAnswer(entry, reply)
  // There is no time to wait for a storage. What was decided for another answer must not leave with this one; cookies
  // may, which only tell where something is held.
  if (isPending(settlement)) {
    for (const name of [fields.messages, fields.used]) reply.removeHeader(name)
  }
  if (!areHeadersToCome) copyHeaders(reply)
  followDelivery(entry, settlement, reply)
}

/** Of a stream Fastify has written the headers before. */
function copyHeaders(reply: FastifyReply): void {
  const { raw } = reply
  for (const name of [fields.messages, fields.used, 'cache-control', 'set-cookie']) {
    const value = reply.getHeader(name)
    if (value === undefined) raw.removeHeader(name)
    else raw.setHeader(name, value)
  }
}
