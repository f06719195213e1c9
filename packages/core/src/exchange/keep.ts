import type { PendingMessage } from '../codec/pending.ts'
import type { MessageDraft } from '../message.ts'

/** What a message has to do with the inbox of the user for whom it is added. Anonymous visitors have none. */
export interface KeepOptions {
  /**
   * Whether the inbox keeps the message as well, under the same id.
   * @default false
   */
  readonly store?: boolean
  /** `'inbox'` has it come to the inbox if nobody has seen it by the end of its time. */
  readonly fallback?: 'inbox'
}

/** A draft, and whether the inbox keeps what is made of it. */
export type KeptDraft = MessageDraft & KeepOptions

/** The same pending message, with what its draft has asked of the inbox. */
export function withKeeping(
  pending: PendingMessage,
  { store, fallback }: KeptDraft,
): PendingMessage {
  if (store) return { ...pending, inbox: 'store' }
  return fallback ? { ...pending, inbox: 'fallback' } : pending
}
