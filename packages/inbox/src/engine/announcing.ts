import { isId } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { StoredMessage } from '@flashpost/core'
import type { Row } from '../backend.ts'
import type { Inbox } from '../inbox.ts'
import { keyOf } from './recipients.ts'
import { changeRow, insist, write } from './commit.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { writeNote } from './note.ts'
import { itemOfEntry, itemOfRow } from './view.ts'
import type { View } from './view.ts'

/** How many wait to be shown at most, and for how long: a toast of last week tells nobody anything. */
export const announcedLimit = 100
const announceFor = 86_400_000

/** What is shown once as it comes. */
export function createAnnouncing(engine: Engine): Pick<Inbox, 'announcements' | 'announced'> {
  return {
    async announcements(recipient) {
      return announcementsIn(await lookForAnnounced(engine, keyOf(recipient)), engine.now())
    },
    async announced(recipient, ids) {
      const shown = new Set(ids)
      const user = keyOf(recipient)
      return insist(user, async () => {
        const view = await look(engine, user, { by: 'id', ids: [...shown].filter(isId) })
        const found = new Set(view.snapshot.rows.map(({ id }) => id))
        const known = ids.filter((id) => found.has(id) || view.broadcasts.find(id))
        const now = engine.now()
        const rows = view.snapshot.rows
          .filter(
            ({ isAnnounced, seq, removedAt }) => removedAt === null && (isAnnounced || seq === 0),
          )
          .map((row) => withoutAnnouncement(row, now))
        const upTo = Math.max(
          view.note.announced,
          ...broadcastsToShow(view).flatMap(({ id, position }) => (shown.has(id) ? position : [])),
        )
        if (rows.length === 0 && upTo === view.note.announced) return known
        const turns = view.note.turns.filter(([id]) => !shown.has(id))
        const note = writeNote({ ...view.note, turns, announced: upTo })
        const after = await write(engine, user, view.snapshot, { rows, steps: 0, note })
        return after && known
      })
    },
  }
}

/** What a user has that may be announced. */
export function lookForAnnounced(engine: Engine, user: string): Awaitable<View> {
  return look(engine, user, { by: 'announced', limit: announcedLimit, bodies: true })
}

/** What of it is to be shown, oldest first. */
export function announcementsIn(view: View, now: number): readonly StoredMessage[] {
  const own = view.snapshot.rows.map((row) => itemOfRow(view, row))
  return (
    [...own, ...broadcastsToShow(view)]
      .filter((item) => isToShow(item, now))
      // What is only announced has no place, but ids know which was made first.
      .toSorted((one, other) => one.arrivedAt - other.arrivedAt || (one.id < other.id ? -1 : 1))
  )
}

/** Whether what is announced is to be shown still. */
export function isToShow({ readAt, archivedAt, arrivedAt }: StoredMessage, now: number): boolean {
  return readAt === undefined && archivedAt === undefined && arrivedAt > now - announceFor
}

/**
 * A row that is to be shown no more. What is hidden, or only announced, has nothing more to do. Nothing changes for clients, so
 * the revision stays.
 */
export function withoutAnnouncement(row: Row, now: number) {
  const gone = row.seq > 0 ? {} : { removedAt: now, dueAt: null }
  return changeRow(row, { ...gone, before: row.before, isAnnounced: false }, 0)
}

/** Oldest first. Those before the last one that was shown count as shown: they came before it. */
function broadcastsToShow(view: View) {
  return view.broadcasts.live
    .slice(view.broadcasts.countUpTo(view.note.announced))
    .filter(({ isAnnounced }) => isAnnounced)
    .flatMap((entry) => itemOfEntry(view, entry) ?? [])
}
