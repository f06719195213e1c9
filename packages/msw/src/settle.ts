import { canCarryMessages, encodeUsed, fields, isPublicCaching, packOffer } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { Exchange } from './exchange.ts'
import { forbidCaching, makeWritable } from './response.ts'

/**
 * Ends an exchange with the response that the client gets: gives up what would be a lie, forgets what was shown, keeps
 * what was added, and offers what waits to a client that can take it.
 */
export function settle(exchange: Exchange, answer: Response): Response {
  const { asker, request } = exchange
  const isPublic = isPublicCaching(answer.headers.get('cache-control'))
  // Nobody else may be handed this visitor's headers. What was acknowledged is not confirmed, and comes again.
  if (isPublic && exchange.added.length === 0) return answer
  const response = makeWritable(answer)
  if (isPublic) forbidCaching(response.headers)
  giveUpLies(exchange, response)
  const carries =
    asker.client !== undefined &&
    !exchange.inBody &&
    canCarryMessages(request.method, response.status, exchange.field)
  const messages = exchange.available()
  const unheld = keep(exchange)
  confirm(exchange, response)
  offer(exchange, response, carries ? messages : [], unheld)
  return response
}

/** A message below the threshold says that something went well; a 5xx says that it did not. */
function giveUpLies(exchange: Exchange, { status }: Response): void {
  const { state } = exchange
  if (status < 500) return
  const isTrue = ({ level }: Message) => level >= state.thresholds.failed
  for (const { message } of exchange.added) if (!isTrue(message)) state.drop(message, 'failed')
  exchange.added = exchange.added.filter(({ message }) => isTrue(message))
}

/** Answers with what there was no place for. */
function keep({ added, state }: Exchange): readonly Message[] {
  const given = new Set(state.dropped.map(({ message }) => message))
  const lasting = added.filter(({ message }) => !given.has(message))
  const free = Math.max(state.settings.capacity - state.waiting.size, 0)
  for (const pending of lasting.slice(0, free)) state.waiting.set(pending.message.id, pending)
  return lasting.slice(free).map(({ message }) => message)
}

function confirm({ acknowledged, state }: Exchange, { headers }: Response): void {
  if (acknowledged.size === 0) return
  for (const id of acknowledged) {
    const pending = state.waiting.get(id)
    if (pending) state.past.set(id, pending)
    state.waiting.delete(id)
    state.used.add(id)
  }
  headers.set(fields.used, encodeUsed([...acknowledged]))
}

function offer(
  { state }: Exchange,
  { headers }: Response,
  waiting: readonly Message[],
  unheld: readonly Message[],
): void {
  const { offered, lost, header } = packOffer(waiting, unheld, state.limits.header)
  for (const message of lost) state.drop(message, 'full')
  for (const message of offered) state.offered.set(message.id, message)
  if (header === undefined) return
  headers.set(fields.messages, header)
  forbidCaching(headers)
}
