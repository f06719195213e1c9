import type { PendingMessage } from '../codec/pending.ts'

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

/** What is left of the messages that wait, and what of them is to be given up. */
export interface Sifted {
  /** What may be shown, oldest first. */
  readonly waiting: readonly PendingMessage[]
  readonly over: readonly (readonly [PendingMessage, SiftReason])[]
}

/** How long a visitor who has signed out still sees what was said to the user, in milliseconds: the page after the logout. */
const farewell = 10_000
/** By how many milliseconds the clocks of two processes may differ before messages are lost. */
export const clockTolerance = 120_000

const nothing: Sifted = { waiting: [], over: [] }

/** Orders what waits for a visitor and tells what nobody is to see. One message may be there twice, from two storages. */
export function sift(found: readonly PendingMessage[], options: SiftOptions): Sifted {
  if (found.length === 0) return nothing
  const over: [PendingMessage, SiftReason][] = []
  const alive = inOrder(found).filter((pending) => {
    const reason = judge(pending, options)
    if (reason === 'expired' || reason === 'owner') over.push([pending, reason])
    return reason === undefined
  })
  const newest = newestByKey(alive)
  if (!newest) return { waiting: alive, over }
  const waiting = alive.filter((pending) => {
    const { id, key } = pending.message
    const isReplaced = key !== undefined && newest.get(key) !== id
    if (isReplaced) over.push([pending, 'replaced'])
    return !isReplaced
  })
  return { waiting, over }
}

/** Sorted by id and so by time, each once. Storages mostly have them so. */
function inOrder(found: readonly PendingMessage[]): readonly PendingMessage[] {
  let last = ''
  let isSorted = true
  for (const { message } of found) {
    if (message.id <= last) isSorted = false
    last = message.id
  }
  if (isSorted) return found
  const byId = new Map(found.map((pending) => [pending.message.id, pending]))
  return [...byId.values()].toSorted((one, two) => (one.message.id < two.message.id ? -1 : 1))
}

/** The id of the last message with each key; nothing where no message has one. */
function newestByKey(sorted: readonly PendingMessage[]): ReadonlyMap<string, string> | undefined {
  let newest: Map<string, string> | undefined
  for (const { message } of sorted) {
    if (message.key !== undefined) (newest ??= new Map()).set(message.key, message.id)
  }
  return newest
}

function judge(
  { message: { createdAt, expiresAt }, owner: whose, since = createdAt }: PendingMessage,
  { now, maxAge, owner }: SiftOptions,
): SiftReason | 'hidden' | undefined {
  if (since < now - maxAge * 1_000 - clockTolerance || (expiresAt ?? now) < now) return 'expired'
  if (whose === undefined || whose === owner) return undefined
  if (owner !== undefined) return 'owner'
  // After the farewell it waits for its user to come back.
  return Math.abs(now - createdAt) < farewell ? undefined : 'hidden'
}
