import { isJsonObject, parseJson } from '../json.ts'
import type { Message } from '../message.ts'
import { fromCompact, toCompact } from './compact.ts'
import type { Compact } from './compact.ts'

/** A message that waits in a storage, and for whom. */
export interface PendingMessage {
  readonly message: Message
  /** Whose it is, as an opaque text; absent when it was added for an anonymous visitor. */
  readonly owner?: string
  /** The tab that caused it, or {@link documentTab}; absent when any tab may have it. */
  readonly tab?: string
  /** Since when it waits, in milliseconds since the epoch, where that is not since it was made. */
  readonly since?: number
  /** What the user's inbox is to do with it: keep it as well, or have it if nobody sees it. */
  readonly inbox?: 'store' | 'fallback'
}

/** Stands for "the next document", whose tab id is not known while it loads. */
export const documentTab = '.'

/** Adds to a compact message what is pending beside it, under its letters. */
export function addWaiting(compact: Compact, { owner, tab }: PendingMessage): Compact {
  if (owner !== undefined) compact['o'] = owner
  if (tab !== undefined) compact['b'] = tab
  return compact
}

/** Reads what {@link addWaiting} wrote. */
export function withWaiting(message: Message, compact: Compact): PendingMessage {
  const pending: { -readonly [Field in keyof PendingMessage]: PendingMessage[Field] } = { message }
  const { o: owner, b: tab } = compact
  if (typeof owner === 'string') pending.owner = owner
  if (typeof tab === 'string') pending.tab = tab
  return pending
}

/** Says whether a compact object tells nothing of the message, only what {@link addWaiting} wrote. */
export function isOnlyWaiting(compact: Compact): boolean {
  for (const letter in compact) if (letter !== 'o' && letter !== 'b') return false
  return true
}

/** Writes a pending message as one line of JSON, for a session or a store. */
export function encodePending(pending: PendingMessage): string {
  return JSON.stringify(addWaiting(toCompact(pending.message), pending))
}

/** Reads what {@link encodePending} wrote. Yields `undefined` for anything else; never throws. */
export function decodePending(text: unknown): PendingMessage | undefined {
  const value = typeof text === 'string' ? parseJson(text) : undefined
  const message = fromCompact(value)
  return message && isJsonObject(value) ? withWaiting(message, value) : undefined
}
