import { createInboxMatcher } from '@flashpost/core/protocol'
import type { CheckedFilter } from '@flashpost/core/protocol'
import type { InboxCounts, StoredMessage } from '@flashpost/core'
import type { Body, Flags, LogEntry, Row, Snapshot, Tally } from '../backend.ts'
import type { Broadcasts } from './broadcasts.ts'
import { readNote, readTime, readUpTo } from './note.ts'
import type { Note } from './note.ts'
import { isRead, nothing, plus, tallyOf } from './transition.ts'

/** What a user has at one moment: own rows, and what has become of the broadcasts. */
export interface View {
  readonly snapshot: Snapshot
  readonly broadcasts: Broadcasts
  readonly note: Note
  /** What became of broadcasts that the user has marked, by their ids. */
  readonly marks: ReadonlyMap<string, Row>
}

export function createView(snapshot: Snapshot, broadcasts: Broadcasts): View {
  return {
    snapshot,
    broadcasts,
    note: readNote(snapshot.state),
    marks: new Map(snapshot.marks.map((mark) => [mark.id, mark])),
  }
}

/** What became of a broadcast that its reader has not marked. */
export const untouched: Flags = {
  readAt: null,
  isPinned: false,
  archivedAt: null,
  removedAt: null,
}

/** A user's row as apps see it. */
export function itemOfRow({ note }: View, row: Row): StoredMessage {
  return itemOf(row.body!, row, row.seq, row.arrivedAt, readTime(note, 'rev', row.seq))
}

/** A broadcast as one user sees it; nothing when the user has removed it. */
export function itemOfEntry(
  { note, marks, broadcasts }: View,
  entry: LogEntry,
): StoredMessage | undefined {
  const { id, body, seq, arrivedAt } = entry
  const mark = marks.get(id)
  const flags = mark ?? untouched
  if (flags.removedAt !== null || entry.removedAt !== null) return undefined
  const readAt = readTime(note, 'brev', seq)
  const isAsSent = !mark && readAt === undefined
  const known = isAsSent && broadcasts.items.get(id)
  if (known) return known
  const item = { ...itemOf(body, flags, seq, arrivedAt, readAt), broadcast: true } as const
  if (isAsSent) broadcasts.items.set(id, item)
  return item
}

function itemOf(
  { message, topic }: Body,
  flags: Flags,
  position: number,
  arrivedAt: number,
  readWithAll: number | undefined,
): StoredMessage {
  const readAt = flags.isPinned ? undefined : (flags.readAt ?? readWithAll)
  return {
    ...message,
    position,
    arrivedAt,
    ...(readAt !== undefined && { readAt }),
    ...(flags.archivedAt !== null && { archivedAt: flags.archivedAt }),
    ...(topic !== undefined && { topic }),
  }
}

/** All of a user's messages, without counting rows. */
export function countsOf(view: View): InboxCounts {
  return countsFrom(plus(view.snapshot.state ?? nothing, tallyOfBroadcasts(view)))
}

/** Counts as apps see them. */
export function countsFrom({ total, unread, archived }: Tally): InboxCounts {
  return { unread, read: total - unread - archived, archived }
}

/** Of all broadcasts: what nobody has marked is counted at once. */
function tallyOfBroadcasts({ broadcasts, marks, note }: View): Tally {
  const { brev } = readUpTo(note)
  const total = broadcasts.live.length
  let tally: Tally = { ...nothing, total, unread: total - broadcasts.countUpTo(brev) }
  for (const mark of marks.values()) {
    const entry = broadcasts.find(mark.id)
    if (!entry || entry.removedAt !== null) continue
    tally = plus(tally, tallyOf(untouched, entry.seq, brev), -1)
    tally = plus(tally, tallyOf(mark, entry.seq, brev))
  }
  return tally
}

/** Of the broadcasts that a filter means. */
export function tallyOfMatching(view: View, filter: CheckedFilter): Tally {
  const matches = createInboxMatcher(filter)
  const { brev } = readUpTo(view.note)
  let tally = nothing
  for (const entry of view.broadcasts.live) {
    const item = itemOfEntry(view, entry)
    if (item && matches(item))
      tally = plus(tally, tallyOf(view.marks.get(entry.id) ?? untouched, entry.seq, brev))
  }
  return tally
}

/** Says whether a broadcast is read by a user who has not removed it. */
export function isEntryRead({ marks, note }: View, entry: LogEntry): boolean {
  return isRead(marks.get(entry.id) ?? untouched, entry.seq, readUpTo(note).brev)
}
