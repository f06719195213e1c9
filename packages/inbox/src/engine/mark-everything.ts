import type { CheckedFilter, Revision } from '@flashpost/core/protocol'
import { checkUpTo } from './check-up-to.ts'
import { changeRow, insist, write } from './commit.ts'
import type { Draft } from './commit.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { viewAfter } from './marked.ts'
import type { Marked } from './marked.ts'
import { readUpTo, withRead, writeNote } from './note.ts'
import { nothing, writeBefore } from './transition.ts'
import { isEntryRead } from './view.ts'

const filter: CheckedFilter = { state: 'all', tags: [] }

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
