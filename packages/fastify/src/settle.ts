import {
  canCarryMessages,
  encodeUsed,
  fields,
  isPublicCaching,
  levels,
  packOffer,
  showsMessages,
} from '@flashpost/core'
import type { Message, PendingMessage } from '@flashpost/core'
import type { FastifyReply } from 'fastify'
import { addToParts, flushParts, removeFromParts } from './custody.ts'
import type { AddedMessage } from './custody.ts'
import type { Exchange } from './exchange.ts'
import { explain } from './explain.ts'
import { forbidCaching, isStream, whenDelivered } from './response.ts'
import type { Awaitable, FlashStorage } from './storage.ts'
import { inTurn, whenReady } from './when-ready.ts'

/**
 * Ends an exchange while its response can still be given headers: gives up what would be a lie, forgets what was shown,
 * keeps what was added, and offers what waits to a client that can take it.
 */
export function settle(
  exchange: Exchange,
  reply: FastifyReply,
  payload: unknown,
): Awaitable<unknown> {
  const { request, asker, inDocument, success } = exchange
  exchange.context.reply = reply
  if (isPublicCaching(reply.getHeader('cache-control'))) {
    // Nobody else may be handed this visitor's headers. What was acknowledged is not confirmed, and comes again.
    if (exchange.added.length === 0 && !inDocument && success === undefined) {
      exchange.settled = true
      return undefined
    }
    request.log.warn('Flashpost made a publicly cacheable response private: it has messages')
    forbidCaching(reply)
  } else if (inDocument) {
    forbidCaching(reply)
  }
  addSuccess(exchange, reply)
  giveUpLies(exchange, reply)

  const carries =
    asker.client !== undefined &&
    !exchange.inBody &&
    canCarryMessages(request.method, reply.statusCode, exchange.field)
  const mayReplace = exchange.added.some(({ pending }) => pending.message.key !== undefined)
  let waiting: readonly PendingMessage[] = []
  return inTurn(
    [
      () => useWhatWasRead(exchange, reply, payload),
      () => (carries || mayReplace ? exchange.load() : undefined),
      () => {
        if (carries || mayReplace) waiting = exchange.available()
        return addToParts(exchange, unheld(exchange))
      },
      () => confirm(exchange, reply),
      () => {
        explain(exchange, reply, offer(exchange, reply, carries ? waiting : []))
        exchange.cookies.apply(reply)
        exchange.settled = true
      },
    ],
    (step) => step(),
  )
}

/** The message that the route promised for the case that all goes well. */
function addSuccess(exchange: Exchange, { statusCode }: FastifyReply): void {
  const { success, request } = exchange
  if (success === undefined || statusCode >= 400) return
  try {
    const made = typeof success === 'function' ? success(request, request.body) : success
    exchange.add(typeof made === 'string' ? { level: levels.success, text: made } : made)
  } catch (error) {
    request.log.error({ err: error }, "the success message of a route's config failed")
  }
}

/** A message below the threshold says that something went well; a 5xx says that it did not. */
function giveUpLies(exchange: Exchange, { statusCode }: FastifyReply): void {
  if (statusCode < 500) return
  for (const { message } of exchange.added.map(({ pending }) => pending)) {
    if (message.level < exchange.engine.thresholds.failed) exchange.drop(message, 'failed')
  }
}

/**
 * A page that is cut off has shown nothing. What is kept on the server is forgotten when the page was sent to its end;
 * a cookie can only be cleared before that, and of a stream nothing is known by then.
 */
function useWhatWasRead(
  exchange: Exchange,
  reply: FastifyReply,
  payload: unknown,
): Awaitable<unknown> {
  const { read, used, request, engine, field } = exchange
  const streams = isStream(payload)
  const isShown =
    used && showsMessages(request.method, reply.statusCode, field) && !request.raw.destroyed
  if (!isShown || (read.size === 0 && !streams)) return true
  whenDelivered(reply, () => {
    for (const id of read) engine.shown.add(id)
    void removeFromParts(exchange, read, isLasting)
    if (read.size > 0) engine.signals.emit('used', { ids: [...read], by: 'template', request })
  })
  if (streams) return true
  for (const id of read) exchange.ended.add(id)
  return removeFromParts(exchange, read, (part) => !isLasting(part))
}

function isLasting({ lasting }: FlashStorage): boolean {
  return lasting === true
}

/** What this request has added and no storage holds. */
function unheld({ added, forgotten, ended }: Exchange): readonly AddedMessage[] {
  return added.filter(
    ({ held, pending: { message } }) =>
      !held && !forgotten.has(message.id) && !ended.has(message.id),
  )
}

/** Forgets and saves; tells the client that what it has acknowledged is forgotten, if it is. */
function confirm(exchange: Exchange, reply: FastifyReply): Awaitable<unknown> {
  const { acknowledged, forgotten, request, engine } = exchange
  return whenReady(removeFromParts(exchange, forgotten), (isRemoved) =>
    whenReady(flushParts(exchange), (isSaved) => {
      if (!isRemoved || !isSaved || acknowledged.size === 0) return
      const ids = [...acknowledged]
      for (const id of ids) engine.shown.add(id)
      reply.header(fields.used, encodeUsed(ids))
      engine.signals.emit('used', { ids, by: 'client', request })
    }),
  )
}

function offer(
  exchange: Exchange,
  reply: FastifyReply,
  waiting: readonly PendingMessage[],
): readonly Message[] {
  const { engine, request } = exchange
  const messagesOf = (pending: readonly PendingMessage[]) => pending.map(({ message }) => message)
  const { offered, lost, header } = packOffer(
    messagesOf(waiting),
    messagesOf(unheld(exchange).map(({ pending }) => pending)),
    engine.limits.header,
  )
  for (const message of lost) exchange.drop(message, 'full')
  if (header !== undefined) {
    reply.header(fields.messages, header)
    forbidCaching(reply)
  }
  if (offered.length > 0) engine.signals.emit('offered', { messages: offered, request })
  return offered
}
