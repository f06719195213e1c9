import { isJsonObject, parseJson } from '../json.ts'
import type { Message } from '../message.ts'
import { fromCompact, toCompact } from './compact.ts'

/** A message that waits in a storage, and for whom. */
export interface PendingMessage {
  readonly message: Message
  /** Whose it is, as an opaque text; absent when it was added for an anonymous visitor. */
  readonly owner?: string
  /** The tab that caused it, or {@link documentTab}; absent when any tab may have it. */
  readonly tab?: string
}

/** Stands for "the next document", whose tab id is not known while it loads. */
export const documentTab = '.'

/** What is pending beside the message, under its letters. */
export function compactWaiting({ owner, tab }: PendingMessage): Record<string, string> {
  return { ...(owner !== undefined && { o: owner }), ...(tab !== undefined && { b: tab }) }
}

/** Reads what {@link compactWaiting} wrote. */
export function withWaiting(
  message: Message,
  rest: Readonly<Record<string, unknown>>,
): PendingMessage {
  const { o: owner, b: tab } = rest
  return {
    message,
    ...(typeof owner === 'string' && { owner }),
    ...(typeof tab === 'string' && { tab }),
  }
}

/** Writes a pending message as one line of JSON, for a session or a store. */
export function encodePending(pending: PendingMessage): string {
  return JSON.stringify({ ...toCompact(pending.message), ...compactWaiting(pending) })
}

/** Reads what {@link encodePending} wrote. Yields `undefined` for anything else; never throws. */
export function decodePending(text: unknown): PendingMessage | undefined {
  const value = typeof text === 'string' ? parseJson(text) : undefined
  const message = fromCompact(value)
  return message && isJsonObject(value) ? withWaiting(message, value) : undefined
}
