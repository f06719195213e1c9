import { explain, isPublicCaching, whenReady } from '@flashpost/core/protocol'
import type { AnswerFacts, Awaitable, Settlement } from '@flashpost/core/protocol'
import type { FastifyReply } from 'fastify'
import { hasGone } from './has-gone.ts'
import type { RequestExchange, Settled } from './request-exchange.ts'

/**
 * Settles an exchange for the answer as it is now. Called by the hook that comes before an answer is sent, perhaps for
 * several answers of one request, and once more when its head leaves, if it is another answer by then.
 */
export function settleAnswer(
  entry: RequestExchange,
  reply: FastifyReply,
): Awaitable<Settlement | undefined> {
  if (reply.raw.headersSent) return undefined
  entry.reply = reply
  const answer = factsOf(entry, reply)
  return whenReady(entry.exchange.settle(answer), (settlement) => {
    // The head may have left while a storage was asked.
    if (reply.raw.headersSent) return settlement
    undo(entry, reply)
    if (!settlement.isSaved) entry.cookies.withdraw(reply)
    write(entry, reply, answer, settlement)
    return settlement
  })
}

/** Whether an answer is another one than was settled: a later hook has changed it, or something was added since. */
export function isAnotherAnswer(
  { exchange }: RequestExchange,
  { answer, caching, added }: Settled,
  reply: FastifyReply,
): boolean {
  if (reply.statusCode !== answer.status || exchange.state.added.length !== added) return true
  return (
    reply.getHeader('cache-control') !== caching || isPublicCaching((name) => reply.getHeader(name))
  )
}

function factsOf({ settled }: RequestExchange, reply: FastifyReply): AnswerFacts {
  return {
    status: reply.statusCode,
    field: settled ? (name) => fieldOfApp(reply, settled, name) : (name) => reply.getHeader(name),
    isCut: hasGone(reply),
  }
}

/** As the app has set it: what an earlier answer has got from us in its place does not count. */
function fieldOfApp(reply: FastifyReply, { settlement, replaced }: Settled, name: string): unknown {
  const value = reply.getHeader(name)
  if (value === undefined || value !== settlement.headers[name]) return value
  return replaced.find(([each]) => each === name)?.[1]
}

function write(
  entry: RequestExchange,
  reply: FastifyReply,
  answer: AnswerFacts,
  settlement: Settlement,
): void {
  const { exchange, request } = entry
  const { headers } = settlement
  const replaced: (readonly [name: string, before: unknown])[] = []
  for (const name in headers) {
    replaced.push([name, reply.getHeader(name)])
    reply.header(name, headers[name])
  }
  entry.settled = {
    settlement,
    answer,
    replaced,
    caching: reply.getHeader('cache-control'),
    added: exchange.state.added.length,
  }
  if (settlement.isMadePrivate) {
    request.log.warn('Flashpost made a publicly cacheable response private: it has messages')
  }
  const { level } = request.log
  if (level !== 'debug' && level !== 'trace') return
  const messages = explain(exchange.state, answer, settlement)
  if (messages.length > 0) request.log.debug({ messages }, 'Flashpost')
}

/** Takes back what an earlier answer has got, unless somebody has changed it since; cookies are written in one go. */
function undo(entry: RequestExchange, reply: FastifyReply): void {
  const { settled } = entry
  if (!settled) return
  for (const [name, before] of settled.replaced) {
    if (reply.getHeader(name) !== settled.settlement.headers[name]) continue
    if (before === undefined) reply.removeHeader(name)
    else reply.header(name, before)
  }
  entry.settled = undefined
}
