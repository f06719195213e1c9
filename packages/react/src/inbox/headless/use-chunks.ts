import type { StoredMessage } from '@flashpost/core'
import { useState } from 'react'

/** A stretch of a list. */
export interface Chunk {
  readonly key: number
  /** How many messages are before it. */
  readonly start: number
  readonly messages: StoredMessage[]
}

/** How many messages are laid out together, or not at all. */
const size = 50

/**
 * Cuts a list into stretches, so that a browser has two hundred things to look after and not ten thousand. A message never moves
 * to another one, whatever comes and goes beside it: it would lose the focus.
 * @param list which list it is; each has an order of its own
 */
export function useChunks(messages: readonly StoredMessage[], list: number): readonly Chunk[] {
  const [lists] = useState(() => new Map<number, Map<string, number>>())
  const ranks = lists.get(list) ?? new Map<string, number>()
  lists.set(list, ranks)
  rank(messages, ranks)
  const chunks: Chunk[] = []
  for (const [start, message] of messages.entries()) {
    const key = Math.floor(ranks.get(message.id)! / size)
    const last = chunks.at(-1)
    if (last?.key === key) last.messages.push(message)
    else chunks.push({ key, start, messages: [message] })
  }
  return chunks
}

/** Gives a rank to those that have none: before the others, behind them, or that of the one before. */
function rank(messages: readonly StoredMessage[], ranks: Map<string, number>): void {
  const first = messages.findIndex(({ id }) => ranks.has(id))
  const known = messages[first]
  const lead = Math.max(first, 0)
  let next = known ? ranks.get(known.id)! - lead : 0
  const end = messages.findLastIndex(({ id }) => ranks.has(id))
  for (const [index, { id }] of messages.entries()) {
    const own = ranks.get(id)
    if (own !== undefined) next = own
    else {
      if (index > lead && index > end) next++
      ranks.set(id, next)
    }
    if (index < lead) next++
  }
}
