import type { PendingMessage } from '@flashpost/core'
import type { Exchange } from './exchange.ts'

/**
 * Orders what was found for a visitor, oldest first, and gives up what nobody is to see: what is too old, what belongs to
 * another user, what a later message with the same key replaces.
 */
export function sift(
  exchange: Exchange,
  found: readonly PendingMessage[],
): readonly PendingMessage[] {
  const { engine, request, forgotten } = exchange
  const waiting = found.filter(({ message }) => !forgotten.has(message.id))
  if (waiting.length === 0) return waiting

  const now = Date.now()
  const oldest = now - engine.settings.maxAge * 1_000
  const owner = engine.owner(request)
  const sorted = waiting.toSorted((one, two) => (one.message.id < two.message.id ? -1 : 1))
  const newest = new Map(sorted.map(({ message }) => [message.key ?? message.id, message.id]))

  return sorted.filter(({ message, owner: whose }) => {
    const isOver = message.createdAt < oldest || (message.expiresAt ?? now) < now
    const isForeign = whose !== undefined && owner !== undefined && whose !== owner
    if (isOver) exchange.drop(message, 'expired')
    else if (isForeign) exchange.drop(message, 'owner')
    else if (newest.get(message.key ?? message.id) !== message.id)
      exchange.drop(message, 'replaced')
    else return true
    return false
  })
}
