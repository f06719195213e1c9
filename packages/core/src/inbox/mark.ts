import { createInboxMatcher } from './filter.ts'
import type { CheckedFilter, InboxFilter } from './filter.ts'
import type { InboxCounts, StoredMessage } from './item.ts'
import { isUpTo } from './revision.ts'
import type { Revision } from './revision.ts'

/** What a user does with messages of the inbox. */
export type InboxMark = 'read' | 'unread' | 'archive' | 'unarchive' | 'remove'

/**
 * Which messages a mark concerns: one or several by their ids, or all that were there at a revision, of these the ones that
 * a filter means. Without a filter that is everything, archived or not.
 */
export type InboxTarget =
  | string
  | readonly string[]
  | { readonly upTo: string; readonly filter?: InboxFilter }

/** What a mark answers. */
export interface MarkResult {
  /** How many messages it has changed. */
  readonly changed: number
  /** After it. */
  readonly counts: InboxCounts
  readonly revision: string
  /** Takes it back, for a while: pass it to `undo`. Absent when nothing changed. */
  readonly undo?: string
}

/** What a mark makes of a message: itself when nothing changes, nothing when it is removed. */
export function markItem(
  item: StoredMessage,
  mark: InboxMark,
  at: number,
): StoredMessage | undefined {
  switch (mark) {
    case 'read':
      return item.readAt === undefined ? { ...item, readAt: at } : item
    case 'unread':
      return item.readAt === undefined ? item : without(item, 'readAt')
    case 'archive':
      return item.archivedAt === undefined ? { ...item, archivedAt: at } : item
    case 'unarchive':
      return item.archivedAt === undefined ? item : without(item, 'archivedAt')
    default:
      return undefined
  }
}

/** A target that was checked. */
export type CheckedTarget =
  | { readonly ids: readonly string[] }
  | { readonly upTo: Revision; readonly filter?: CheckedFilter | undefined }

/** Makes what says whether a mark concerns a message. */
export function createTargetMatcher(target: CheckedTarget): (item: StoredMessage) => boolean {
  if ('ids' in target) {
    const ids = new Set(target.ids)
    return ({ id }) => ids.has(id)
  }
  const { upTo, filter } = target
  const matches = filter ? createInboxMatcher(filter) : () => true
  return (item) => isUpTo(item, upTo) && matches(item)
}

function without(item: StoredMessage, field: 'readAt' | 'archivedAt'): StoredMessage {
  const { [field]: _, ...rest } = item
  return rest
}
