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
  const { engine, request, forgotten, ended } = exchange
  // What this request has added may have been read back from a storage, too.
  const waiting = new Map<string, PendingMessage>()
  for (const pending of found) {
    const { id } = pending.message
    if (engine.shown.has(id)) forgotten.add(id)
    if (!forgotten.has(id) && !ended.has(id)) waiting.set(id, pending)
  }
  if (waiting.size === 0) return []

  const now = Date.now()
  const oldest = now - engine.settings.maxAge * 1_000
  const owner = engine.owner(request)
  const sorted = [...waiting.values()].toSorted((one, two) =>
    one.message.id < two.message.id ? -1 : 1,
  )
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
