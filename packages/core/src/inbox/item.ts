import type { Message } from '../message.ts'

/** A message in a user's inbox. */
export interface StoredMessage extends Message {
  /**
   * Where it stands: what comes to the inbox later has a greater one. Broadcasts have positions of their own. Compare it with
   * a revision by `isUpTo`.
   */
  readonly position: number
  /** When it came to the inbox, in milliseconds since the epoch: never earlier than what stands before it. */
  readonly arrivedAt: number
  /** Milliseconds since the epoch; absent while it is unread. */
  readonly readAt?: number
  /** Milliseconds since the epoch; absent while it is not archived. */
  readonly archivedAt?: number
  /** What it is about, as its sender says; filters know it. */
  readonly topic?: string
  /** Sent to everybody, and stored once for all. */
  readonly broadcast?: true
}

/** Which messages of an inbox: unread or read, both of these (`inbox`), the archive, or all. */
export type InboxState = 'unread' | 'read' | 'inbox' | 'archived' | 'all'

/** How many messages are in each state; exact at any size. What is archived is counted there alone. */
export interface InboxCounts {
  readonly unread: number
  readonly read: number
  readonly archived: number
}

/** A page of an inbox, newest first. */
export interface InboxPage {
  readonly messages: readonly StoredMessage[]
  /** Where the next page begins: pass it as `after`. Absent on the last one. */
  readonly next?: string
  /** Of the whole inbox, whatever the filter. */
  readonly counts: InboxCounts
  /** What the page is as of; see `changes`, and `upTo` of a mark. */
  readonly revision: string
}

/** A message as it was before it came to an inbox: without what only an inbox knows of it. */
export function messageOf(item: StoredMessage): Message {
  const { position: _0, arrivedAt: _1, readAt: _2, archivedAt: _3, ...rest } = item
  const { topic: _4, broadcast: _5, ...message } = rest
  return message
}

/** Says in which state a message is. */
export function stateOf(
  item: Pick<StoredMessage, 'readAt' | 'archivedAt'>,
): 'unread' | 'read' | 'archived' {
  if (item.archivedAt !== undefined) return 'archived'
  return item.readAt === undefined ? 'unread' : 'read'
}

/** Says whether a state that somebody asks for includes the one that a message is in. */
export function includesState(asked: InboxState, state: 'unread' | 'read' | 'archived'): boolean {
  return asked === 'all' || asked === state || (asked === 'inbox' && state !== 'archived')
}

/** What says where a message stands in the order of inboxes. */
export type InboxPlace = Pick<StoredMessage, 'arrivedAt' | 'broadcast' | 'position'>

/** Compares messages in the order of inboxes: what came last is first. */
export function compareItems(one: InboxPlace, other: InboxPlace): number {
  return (
    other.arrivedAt - one.arrivedAt ||
    Number(one.broadcast ?? false) - Number(other.broadcast ?? false) ||
    other.position - one.position
  )
}
