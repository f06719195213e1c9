import type { InboxCounts, StoredMessage } from './item.ts'
import { isUpTo } from './revision.ts'
import type { Revision } from './revision.ts'

/** What has changed in an inbox since a revision. To apply it twice is harmless. */
export interface InboxChanges {
  /** What is known is not to be built on: load it anew. Nothing else is said then but counts and revision. */
  readonly reset: boolean
  /** Everything up to there was read, but for what `changed` says otherwise: the first that reaches a message is when. */
  readonly read?: readonly ReadMark[]
  /** New, or in another state than before; as they are now. */
  readonly changed: readonly StoredMessage[]
  /** Ids of what is not there any more. */
  readonly removed: readonly string[]
  readonly counts: InboxCounts
  readonly revision: string
}

/** How far everything was read at one time. */
export interface ReadMark extends Pick<Revision, 'rev' | 'brev'> {
  /** When, in milliseconds since the epoch. */
  readonly at: number
}

/** What somebody who knows some messages of an inbox, all or a page, knows after changes. */
export function applyChanges(
  known: ReadonlyMap<string, StoredMessage>,
  { reset, read, changed, removed }: InboxChanges,
): ReadonlyMap<string, StoredMessage> {
  const items = new Map(reset ? [] : known)
  if (read)
    for (const [id, item] of items) {
      const mark = item.readAt === undefined && read.find((each) => isUpTo(item, each))
      if (mark) items.set(id, { ...item, readAt: mark.at })
    }
  for (const item of changed) items.set(item.id, item)
  for (const id of removed) items.delete(id)
  return items
}
