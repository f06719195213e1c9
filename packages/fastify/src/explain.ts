import { canCarryMessages, mayTake } from '@flashpost/core'
import type { Message, PendingMessage } from '@flashpost/core'
import type { FastifyReply } from 'fastify'
import type { Exchange } from './exchange.ts'

/** Answers in the log, at debug level, why a message was or was not shown by a response. */
export function explain(
  exchange: Exchange,
  reply: FastifyReply,
  offered: readonly Message[],
): void {
  const { request } = exchange
  if (request.log.level !== 'debug' && request.log.level !== 'trace') return
  const messages = exchange.pending().map(({ message, ...audience }) => ({
    id: message.id,
    text: message.text,
    why: offered.includes(message) ? 'offered' : whyNot(exchange, reply, { message, ...audience }),
  }))
  const read = [...exchange.read].map((id) => ({
    id,
    why: exchange.ended.has(id) ? 'used' : 'read',
  }))
  if (messages.length + read.length === 0) return
  request.log.debug({ messages: [...messages, ...read] }, 'Flashpost')
}

function whyNot(
  { asker, inBody, request, field }: Exchange,
  reply: FastifyReply,
  pending: PendingMessage,
): string {
  if (!asker.client) return 'waits: no client asked, the request has no Flash-Client header'
  if (!canCarryMessages(request.method, reply.statusCode, field)) {
    return `waits: a ${request.method} answered with ${reply.statusCode} carries no messages`
  }
  if (!mayTake(pending, asker, Date.now())) return 'waits: it is for another tab or for a document'
  return inBody ? 'offered in the body' : 'waits: the header is full'
}
