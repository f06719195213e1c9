import type { PendingMessage } from '../codec/pending.ts'
import type { Message } from '../message.ts'

/** For whom and when messages are sifted. */
export interface SiftOptions {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Seconds that a message waits at most. */
  readonly maxAge: number
  /** Who is signed in, as in the messages; `undefined` for an anonymous visitor. */
  readonly owner: string | undefined
}

/** Why a message that waits is given up: its time is over, another user signed in, a later one has its key. */
export type SiftReason = 'expired' | 'owner' | 'replaced'

/** Orders what waits for a visitor, oldest first, and gives up what nobody is to see. */
export function sift(
  waiting: readonly PendingMessage[],
  { now, maxAge, owner }: SiftOptions,
  giveUp: (message: Message, reason: SiftReason) => void,
): readonly PendingMessage[] {
  if (waiting.length === 0) return waiting
  const oldest = now - maxAge * 1_000
  const sorted = waiting.toSorted((one, two) => (one.message.id < two.message.id ? -1 : 1))
  const newest = new Map(sorted.map(({ message }) => [message.key ?? message.id, message.id]))

  return sorted.filter(({ message, owner: whose }) => {
    const isOver = message.createdAt < oldest || (message.expiresAt ?? now) < now
    const isForeign = whose !== undefined && owner !== undefined && whose !== owner
    const isReplaced = newest.get(message.key ?? message.id) !== message.id
    if (isOver) giveUp(message, 'expired')
    else if (isForeign) giveUp(message, 'owner')
    else if (isReplaced) giveUp(message, 'replaced')
    return !isOver && !isForeign && !isReplaced
  })
}
