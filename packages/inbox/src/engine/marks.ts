import type { InboxMark } from '@flashpost/core'
import { createInboxMatcher } from '@flashpost/core/protocol'
import type { CheckedFilter, Revision } from '@flashpost/core/protocol'
import type { LogEntry, Row, RowChange, UserState } from '../backend.ts'
import { refuse } from '../errors.ts'
import { changeRow, gain, insist, write } from './commit.ts'
import type { Draft } from './commit.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { readUpTo, withRead, writeNote } from './note.ts'
import { revisionOf } from './reading.ts'
import { nothing, transition, writeBefore } from './transition.ts'
import { createView, isEntryRead, itemOfEntry, untouched } from './view.ts'
import type { View } from './view.ts'

/** What a mark has done. */
export interface Marked {
  readonly changed: number
  /** After it. */
  readonly view: View
  /** Which ones; absent where nobody has looked at them one by one. */
  readonly ids?: readonly string[]
  /** Revisions of changed rows. */
  readonly revs: readonly number[]
  /** The revision of a mark of everything; 0 when it was none. */
  readonly readRev: number
}

/** How many rows one transaction changes at most, so that others get their turn. */
const batch = 500

/** Marks messages by their ids. Ids that the user does not have are passed over. */
export function markIds(
  engine: Engine,
  user: string,
  mark: InboxMark,
  ids: readonly string[],
): Promise<Marked> {
  return insist(user, async () => {
    const view = await look(engine, user, { by: 'id', ids })
    const own = view.snapshot.rows.filter(({ seq }) => seq > 0)
    const entries = ids.flatMap((id) => view.broadcasts.find(id) ?? [])
    return change(engine, user, view, marksOf(engine, view, mark, own, entries))
  })
}

/** Marks what a filter means, batch after batch, from the newest that was there at a revision. */
export async function markMatching(
  engine: Engine,
  user: string,
  mark: InboxMark,
  upTo: Revision,
  filter: CheckedFilter,
): Promise<Marked> {
  const matches = createInboxMatcher(filter)
  const isReading = mark === 'read' && (filter.state === 'inbox' || filter.state === 'unread')
  const rows: CheckedFilter = isReading ? { ...filter, state: 'unread' } : filter
  let all: Marked | undefined
  for (let below = upTo.rev + 1; ;) {
    const query = { by: 'place', filter: rows, below, limit: batch } as const
    let last: Row | undefined
    const isFirst = all === undefined
    const marked = await insist(user, async () => {
      const view = await look(engine, user, query)
      checkUpTo(view, upTo)
      const own = view.snapshot.rows
      last = own.length < batch ? undefined : own.at(-1)
      const entries = isFirst ? view.broadcasts.live.filter((entry) => isMeant(view, entry)) : []
      return change(engine, user, view, marksOf(engine, view, mark, own, entries))
    })
    all = all ? join(all, marked) : marked
    if (!last) return all
    below = last.seq
  }

  function isMeant(view: View, entry: LogEntry): boolean {
    const item = entry.seq <= upTo.brev && itemOfEntry(view, entry)
    return item ? matches(item) : false
  }
}

/**
 * Marks everything as read that was there at a revision: moves the mark up to which everything is read, and looks at no row
 * but those that are unread below it, each of which the user has made so.
 */
export function markEverything(engine: Engine, user: string, upTo: Revision): Promise<Marked> {
  return insist(user, async () => {
    const view = await look(engine, user, { by: 'pin', upTo: upTo.rev })
    checkUpTo(view, upTo)
    const { snapshot, broadcasts, note, marks } = view
    const { state, rows } = snapshot
    const now = engine.now()
    const pinned = [...marks.values()].filter(
      ({ isPinned, seq, removedAt }) => isPinned && seq <= upTo.brev && removedAt === null,
    )
    const entries = broadcasts.live.filter(
      (entry) =>
        entry.seq <= upTo.brev &&
        !isEntryRead(view, entry) &&
        (marks.get(entry.id)?.removedAt ?? null) === null,
    ).length
    const counted = state && (await engine.backend.tally(user, { filter, above: upTo.rev }))
    if (counted && counted.state?.version !== state.version) return undefined
    // Only what came since the snapshot is counted too much, on both sides.
    const above = counted ? counted.tally : nothing
    const known = counted?.state ?? nothing
    const unread = known.unread - above.unread
    const archivedUnread = known.archivedUnread - above.archivedUnread
    const reached = {
      rev: Math.min(upTo.rev, state?.rev ?? 0),
      brev: Math.min(upTo.brev, broadcasts.head.rev),
    }
    const next = withRead(note, { ...reached, at: now })
    const changed = unread + archivedUnread + entries
    if (changed === 0) return { changed, view, revs: [], readRev: 0 }
    const cleared = [...rows, ...pinned].map((row) => {
      // None of them was read, and all are now.
      const flags = { ...row, isPinned: false, readAt: now }
      const before = writeBefore(row, flags, row.seq, row.seq)
      return changeRow(row, { isPinned: false, readAt: now, before })
    })
    const draft: Draft = {
      rows: cleared,
      steps: 1,
      add: { ...nothing, unread: -unread, archivedUnread: -archivedUnread },
      ...(next && { readSeq: readUpTo(next).rev, note: writeNote(next) }),
    }
    const after = await write(engine, user, snapshot, draft)
    return (
      after && {
        changed,
        view: viewAfter(view, after, cleared),
        revs: cleared.length > 0 ? [after.rev] : [],
        readRev: next ? after.rev : 0,
      }
    )
  })
}

const filter: CheckedFilter = { state: 'all', tags: [] }

/** @throws FlashError `FLASH_ERR_REVISION` for one of another inbox, which would mean other messages here */
function checkUpTo(view: View, upTo: Revision): void {
  if (revisionOf(view).epoch.startsWith(upTo.epoch)) return
  throw refuse(
    'FLASH_ERR_REVISION',
    'The revision of a mark',
    upTo.epoch,
    'The inbox was made anew since; load it, and pass what that answers.',
  )
}

/** What a mark makes of rows and of broadcasts; those that it changes. */
function marksOf(
  { now }: Engine,
  { snapshot: { state }, note, marks }: View,
  mark: InboxMark,
  rows: readonly Row[],
  entries: readonly LogEntry[],
): readonly Touched[] {
  const at = now()
  const { brev } = readUpTo(note)
  const touch = (from: Row, readSeq: number): readonly Touched[] => {
    const { readAt, isPinned, archivedAt, removedAt } = from
    const flags = { readAt, isPinned, archivedAt, removedAt }
    const to = transition(flags, mark, from.seq, readSeq, at)
    if (!to) return []
    const dueAt = to.removedAt === null ? from.dueAt : null
    const before = writeBefore(from, to, from.seq, readSeq)
    return [{ from, to: changeRow(from, { ...to, dueAt, before }) }]
  }
  return [
    ...rows.flatMap((row) => touch(row, state?.readSeq ?? 0)),
    ...entries
      .filter(({ removedAt }) => removedAt === null)
      .flatMap((entry) => touch(marks.get(entry.id) ?? rowOfEntry(entry), brev)),
  ]
}

interface Touched {
  readonly from: Row
  readonly to: RowChange
}

/** Writes what a mark has touched. */
async function change(
  engine: Engine,
  user: string,
  view: View,
  touched: readonly Touched[],
): Promise<Marked | undefined> {
  const { snapshot } = view
  if (touched.length === 0) return { changed: 0, view, ids: [], revs: [], readRev: 0 }
  const rows = touched.map(({ to }) => to)
  const add = gain(touched, snapshot.state?.readSeq ?? 0)
  const after = await write(engine, user, snapshot, { rows, steps: 1, add })
  return (
    after && {
      changed: rows.length,
      view: viewAfter(view, after, rows),
      ids: rows.map(({ id }) => id),
      revs: [after.rev],
      readRev: 0,
    }
  )
}

/** A user's own part of a broadcast that the user has not marked yet. */
function rowOfEntry({ id, seq, arrivedAt }: LogEntry): Row {
  return {
    ...untouched,
    id,
    isBroadcast: true,
    seq,
    rev: 0,
    arrivedAt,
    dueAt: null,
    key: null,
    isAnnounced: false,
    before: null,
  }
}

/** What a user has after a change, as far as counts and revision need it. */
export function viewAfter(
  { snapshot, broadcasts, marks }: View,
  state: UserState,
  rows: readonly RowChange[],
): View {
  const changed = new Map<string, Row>(marks)
  for (const row of rows)
    if (row.isBroadcast) changed.set(row.id, { ...row, rev: state.rev, key: null })
  return createView({ ...snapshot, state, rows: [], marks: [...changed.values()] }, broadcasts)
}

function join(one: Marked, other: Marked): Marked {
  return {
    ...other,
    changed: one.changed + other.changed,
    ids: [...(one.ids ?? []), ...(other.ids ?? [])],
    revs: [...one.revs, ...other.revs],
  }
}
