import type { Row, Tally } from '../backend.ts'
import type { CheckedFilter, Revision } from '@flashpost/core/protocol'
import { changeRow, gain, insist, write } from './commit.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import type { Marked } from './marked.ts'
import { viewAfter } from './marked.ts'
import { readTime, readUpTo, writeNote } from './note.ts'
import { revisionOf } from './reading.ts'
import { decodeUndo } from './tokens.ts'
import type { UndoToken } from './tokens.ts'
import { isRead, nothing, plus, readBefore } from './transition.ts'
import { isEntryRead, itemOfEntry } from './view.ts'
import type { View } from './view.ts'

/** How long a mark can be taken back, in milliseconds, and how many rows of one revision there can be. */
const [undoFor, batch] = [600_000, 10_000]
type Reached = Pick<Revision, 'rev' | 'brev'>
const all: CheckedFilter = { state: 'all', tags: [] }

/** Takes a mark back; what was changed since stays as it is. */
export async function undoMark(engine: Engine, user: string, text: string): Promise<Marked> {
  const view = await look(engine, user)
  const token = decodeUndo(text, revisionOf(view))
  const isLate = token.at + undoFor < engine.now()
  const revs = isLate ? [] : token.revs
  let done: Marked =
    !isLate && token.readRev > 0
      ? await undoEverything(engine, user, token)
      : { changed: 0, view, revs: [], readRev: 0 }
  // Those of a mark of everything went with it.
  for (const rev of token.readRev > 0 ? [] : revs) {
    const marked = await insist(user, () => undoRows(engine, user, rev))
    done = { ...marked, changed: done.changed + marked.changed }
  }
  return done
}

async function undoRows(engine: Engine, user: string, rev: number): Promise<Marked | undefined> {
  const view = await look(engine, user, {
    by: 'revision',
    above: rev - 1,
    upTo: rev,
    removed: true,
    limit: batch,
  })
  const touched = restored(engine, view, rev, readUpTo(view.note))
  if (touched.length === 0) return { changed: 0, view, revs: [], readRev: 0 }
  const rows = touched.map(({ to }) => to)
  const add = gain(touched, view.snapshot.state?.readSeq ?? 0)
  const after = await write(engine, user, view.snapshot, { rows, steps: 1, add })
  return after && { changed: rows.length, view: viewAfter(view, after, rows), revs: [], readRev: 0 }
}

/** Moves the mark up to which everything is read back to where it was, unless it was moved again. */
function undoEverything(engine: Engine, user: string, { readRev }: UndoToken): Promise<Marked> {
  return insist(user, async () => {
    const above = readRev - 1
    const query = { by: 'revision', above, upTo: Number.MAX_SAFE_INTEGER, removed: true } as const
    const view = await look(engine, user, { ...query, limit: batch })
    const { snapshot, note } = view
    const { state } = snapshot
    if (state?.readRev !== readRev || note.reads.length === 0)
      return { changed: 0, view, revs: [], readRev: 0 }
    const next = { ...note, reads: note.reads.slice(0, -1) }
    const readSeq = readUpTo(next).rev
    const regained = await countRegained(engine, user, state.version, readSeq)
    if (!regained) return undefined
    const touched = [
      ...restored(engine, view, readRev, readUpTo(next)),
      ...kept(view, readUpTo(next)),
    ]
    const rows = touched.map(({ to }) => to)
    const add = plus(regained, gain(touched, readSeq))
    const draft = { rows, steps: 1, add, readSeq, note: writeNote(next), isBreak: true }
    const after = await write(engine, user, snapshot, draft)
    if (!after) return undefined
    const afterwards = viewAfter(view, after, rows)
    const ofBroadcasts = view.broadcasts.live.filter(
      (entry) =>
        itemOfEntry(afterwards, entry) &&
        isEntryRead(view, entry) &&
        !isEntryRead(afterwards, entry),
    )
    const changed = add.unread + add.archivedUnread + ofBroadcasts.length
    return { changed, view: afterwards, revs: [], readRev: 0 }
  })
}

/**
 * How many rows are unread below the mark where it is now, and not below the place to which it moves back: looks at those above
 * that alone. What comes while it counts is in both counts, and in what is kept.
 */
async function countRegained(
  { backend }: Engine,
  user: string,
  version: number,
  readSeq: number,
): Promise<Tally | undefined> {
  const query = { filter: all, above: readSeq }
  const now = await backend.tally(user, query)
  const then = await backend.tally(user, { ...query, readSeq })
  if (now.state?.version !== version || then.state?.version !== version) return undefined
  const more = plus(plus(then.tally, then.state, -1), plus(now.tally, now.state, -1), -1)
  return { ...nothing, unread: more.unread, archivedUnread: more.archivedUnread }
}

/**
 * The rows that a mark has changed and nobody since, as they were before it. What has expired meanwhile stays away.
 * @param reached up to where everything is read afterwards
 */
function restored({ now }: Engine, view: View, rev: number, reached: Reached) {
  const { snapshot, marks, broadcasts, note } = view
  return [...snapshot.rows, ...marks.values()].flatMap((from: Row) => {
    if (from.rev !== rev || from.before === null) return []
    if (from.isBroadcast && broadcasts.find(from.id)?.removedAt !== null) return []
    const log = from.isBroadcast ? 'brev' : 'rev'
    const { wasRead, isLeftRead, ...before } = readBefore(from.before)
    // It was read since, with everything else.
    const isThere = from.removedAt === null
    if (isThere && !isLeftRead && isRead(from, from.seq, readUpTo(note)[log])) return []
    if (before.dueAt !== null && before.dueAt <= now()) return []
    const isBelow = from.seq <= reached[log]
    const readAt = wasRead && !isBelow ? (before.readAt ?? now()) : before.readAt
    return [{ from, to: changeRow(from, { ...before, readAt, isPinned: !wasRead && isBelow }) }]
  })
}

/** Rows that were read with everything else and changed since: they stay read, by themselves. */
function kept({ snapshot, marks, note }: View, next: Reached) {
  const last = readUpTo(note)
  return [...snapshot.rows, ...marks.values()].flatMap((from: Row) => {
    const log = from.isBroadcast ? 'brev' : 'rev'
    const isKept =
      from.rev > snapshot.state!.readRev &&
      from.seq > next[log] &&
      from.seq <= last[log] &&
      from.readAt === null &&
      !from.isPinned
    if (!isKept) return []
    const readAt = readTime(note, log, from.seq)!
    // What changed it last can still be taken back, and is known by its revision.
    return [{ from, to: changeRow(from, { readAt, before: from.before }, 0) }]
  })
}
