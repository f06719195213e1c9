import type { InboxMark } from '@flashpost/core'
import type { Flags, Tally } from '../backend.ts'

/** Says whether a message is read, of which everything up to `readSeq` was read. */
export function isRead({ readAt, isPinned }: Flags, seq: number, readSeq: number): boolean {
  return !isPinned && (readAt !== null || seq <= readSeq)
}

/** What a mark makes of a message; nothing when it changes nothing, or the message is not there any more. */
export function transition(
  flags: Flags,
  mark: InboxMark,
  seq: number,
  readSeq: number,
  now: number,
): Flags | undefined {
  if (flags.removedAt !== null) return undefined
  const read = isRead(flags, seq, readSeq)
  switch (mark) {
    case 'read':
      return read ? undefined : { ...flags, readAt: now, isPinned: false }
    case 'unread':
      return read ? { ...flags, readAt: null, isPinned: seq <= readSeq } : undefined
    case 'archive':
      return flags.archivedAt === null ? { ...flags, archivedAt: now } : undefined
    case 'unarchive':
      return flags.archivedAt === null ? undefined : { ...flags, archivedAt: null }
    default:
      return { ...flags, removedAt: now }
  }
}

export const nothing: Tally = { total: 0, unread: 0, archived: 0, archivedUnread: 0 }

/** What a message adds to the counts. */
export function tallyOf(flags: Flags, seq: number, readSeq: number): Tally {
  if (flags.removedAt !== null || seq <= 0) return nothing
  const unread = isRead(flags, seq, readSeq) ? 0 : 1
  const archived = flags.archivedAt === null ? 0 : 1
  return {
    total: 1,
    unread: archived ? 0 : unread,
    archived,
    archivedUnread: archived ? unread : 0,
  }
}

/** Adds counts, or takes them away with a factor of -1. */
export function plus(one: Tally, other: Tally, factor = 1): Tally {
  return {
    total: one.total + factor * other.total,
    unread: one.unread + factor * other.unread,
    archived: one.archived + factor * other.archived,
    archivedUnread: one.archivedUnread + factor * other.archivedUnread,
  }
}

/** What a row was before a mark, for an undo. */
export interface Before {
  readonly archivedAt: number | null
  readonly removedAt: number | null
  readonly dueAt: number | null
  readonly readAt: number | null
  readonly wasRead: boolean
  /** Whether the mark has left it read. */
  readonly isLeftRead: boolean
}

/** Writes down what an undo brings back. */
export function writeBefore(
  from: Flags & { readonly dueAt: number | null },
  to: Flags,
  seq: number,
  readSeq: number,
): string {
  const { readAt, archivedAt, removedAt, dueAt } = from
  const [wasRead, isLeftRead] = [isRead(from, seq, readSeq), isRead(to, seq, readSeq)]
  return JSON.stringify({ readAt, archivedAt, removedAt, dueAt, wasRead, isLeftRead })
}

/** Reads what {@link writeBefore} wrote. */
export function readBefore(text: string): Before {
  return JSON.parse(text) as Before
}
