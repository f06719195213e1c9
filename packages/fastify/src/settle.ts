import { encodeHeader, encodeUsed, fields } from '@flashpost/core'
import type { Message, PendingMessage } from '@flashpost/core'
import type { FastifyReply } from 'fastify'
import { addToStorage, removeForgotten } from './custody.ts'
import type { Exchange } from './exchange.ts'
import { canCarryMessages, forbidCaching, isPubliclyCacheable, showsMessages } from './response.ts'

/**
 * Ends an exchange while its response can still be given headers: gives up what would be a lie, forgets what was shown,
 * keeps what was added, and offers what waits to a client that can take it.
 */
export async function settle(exchange: Exchange, reply: FastifyReply): Promise<void> {
  const isPersonal = exchange.added.length > 0 || exchange.inDocument
  if (isPubliclyCacheable(reply)) {
    // Nobody else may be handed this visitor's headers. What was shown stays pending, and is acknowledged again.
    if (!isPersonal) return
    exchange.request.log.warn(
      'A publicly cacheable response holds messages; Flashpost made it private',
    )
    forbidCaching(reply)
  } else if (exchange.inDocument) {
    forbidCaching(reply)
  }
  giveUpLies(exchange, reply)
  useWhatWasRead(exchange, reply)
  const added = await withoutReplaced(exchange)
  const unheld = added.length > 0 ? await addToStorage(exchange, added) : []
  await confirm(exchange, reply)
  await offer(exchange, reply, unheld)
  exchange.cookies.apply(reply)
}

/** A message below the threshold says that something went well; a 5xx says that it did not. */
function giveUpLies(exchange: Exchange, { statusCode }: FastifyReply): void {
  if (statusCode < 500) return
  for (const { message } of exchange.added) {
    if (message.level < exchange.engine.thresholds.failed) exchange.drop(message, 'failed')
  }
}

function useWhatWasRead(
  { read, used, request, forgotten, engine }: Exchange,
  reply: FastifyReply,
): void {
  if (read.size === 0 || !used || request.raw.destroyed || !showsMessages(request, reply)) return
  for (const id of read) forgotten.add(id)
  engine.signals.emit('used', { ids: [...read], by: 'template', request })
}

/** Looks at what is stored only when a key may replace something there. */
async function withoutReplaced(exchange: Exchange): Promise<readonly PendingMessage[]> {
  if (exchange.added.some(({ message }) => message.key !== undefined)) await exchange.pending()
  return exchange.added.filter(({ message }) => !exchange.forgotten.has(message.id))
}

async function confirm(exchange: Exchange, reply: FastifyReply): Promise<void> {
  const { acknowledged, request, engine } = exchange
  if (!(await removeForgotten(exchange)) || acknowledged.size === 0) return
  const ids = [...acknowledged]
  reply.header(fields.used, encodeUsed(ids))
  engine.signals.emit('used', { ids, by: 'client', request })
}

async function offer(
  exchange: Exchange,
  reply: FastifyReply,
  unheld: readonly PendingMessage[],
): Promise<void> {
  const messages = await deliverable(exchange, reply, unheld)
  const maxBytes = exchange.engine.limits.header
  const { count } = encodeHeader(messages, { maxBytes })
  // What no storage holds has one chance, which is this response.
  for (const { message } of unheld) {
    if (!messages.slice(0, count).includes(message)) exchange.drop(message, 'full')
  }
  const { dropped, request } = exchange
  if (messages.length === 0 && !dropped) return
  reply.header(fields.messages, encodeHeader(messages, { maxBytes, dropped }).value)
  forbidCaching(reply)
  if (count > 0)
    exchange.engine.signals.emit('offered', { messages: messages.slice(0, count), request })
}

/** What may leave with this response, and first what nobody holds. */
async function deliverable(
  exchange: Exchange,
  reply: FastifyReply,
  unheld: readonly PendingMessage[],
): Promise<readonly Message[]> {
  const { asker, inBody, request } = exchange
  if (!asker.client || inBody || !canCarryMessages(request, reply)) return []
  const held = (await exchange.available()).filter((pending) => !unheld.includes(pending))
  return [...unheld, ...held].map(({ message }) => message)
}
