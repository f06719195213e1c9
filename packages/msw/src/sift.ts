import type { PendingMessage } from '@flashpost/core'
import type { ServerState } from './state.ts'

/**
 * Orders messages, oldest first, and gives up what nobody is to see: what is too old, what belongs to another user, what
 * a later message with the same key replaces.
 */
export function sift(
  state: ServerState,
  found: Iterable<PendingMessage>,
  owner: string | undefined,
): readonly PendingMessage[] {
  const now = state.settings.now()
  const oldest = now - state.settings.maxAge * 1_000
  const sorted = [...found].toSorted((one, two) => (one.message.id < two.message.id ? -1 : 1))
  const newest = new Map(sorted.map(({ message }) => [message.key ?? message.id, message.id]))

  return sorted.filter(({ message, owner: whose }) => {
    const isOver = message.createdAt < oldest || (message.expiresAt ?? now) < now
    const isForeign = whose !== undefined && owner !== undefined && whose !== owner
    if (isOver) state.drop(message, 'expired')
    else if (isForeign) state.drop(message, 'owner')
    else if (newest.get(message.key ?? message.id) !== message.id) state.drop(message, 'replaced')
    else return true
    return false
  })
}
