import { compareItems, isId } from '@flashpost/core/protocol'
import type { Inbox } from '../inbox.ts'
import { checkUser } from './checks.ts'
import { changeRow, insist, write } from './commit.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { writeNote } from './note.ts'
import { itemOfEntry, itemOfRow } from './view.ts'
import type { View } from './view.ts'

/** How many wait to be shown at most, and for how long: a toast of last week tells nobody anything. */
const [limit, announceFor] = [100, 86_400_000]

/** What is shown once as it comes. */
export function createAnnouncing(engine: Engine): Pick<Inbox, 'announcements' | 'announced'> {
  const pending = (user: string) => look(engine, user, { by: 'announced', limit, bodies: true })

  return {
    async announcements(user) {
      const view = await pending(checkUser(user))
      const since = engine.now() - announceFor
      const own = view.snapshot.rows.map((row) => itemOfRow(view, row))
      const all = [...own, ...broadcastsToShow(view)].filter(
        ({ readAt, archivedAt, arrivedAt }) =>
          readAt === undefined && archivedAt === undefined && arrivedAt > since,
      )
      return all.toSorted((one, other) => compareItems(other, one))
    },
    async announced(user, ids) {
      const shown = new Set(ids)
      return insist(checkUser(user), async () => {
        const view = await look(engine, user, { by: 'id', ids: [...shown].filter(isId) })
        const found = new Set(view.snapshot.rows.map(({ id }) => id))
        const known = ids.filter((id) => found.has(id) || view.broadcasts.find(id))
        const now = engine.now()
        const rows = view.snapshot.rows
          .filter(
            ({ isAnnounced, seq, removedAt }) => removedAt === null && (isAnnounced || seq === 0),
          )
          // What is hidden, or only announced, has nothing more to do. Nothing changes for clients, so the revision stays.
          .map((row) => {
            const gone = row.seq > 0 ? {} : { removedAt: now, dueAt: null }
            return changeRow(row, { ...gone, before: row.before, isAnnounced: false }, 0)
          })
        const upTo = Math.max(
          view.note.announced,
          ...broadcastsToShow(view).flatMap(({ id, position }) => (shown.has(id) ? position : [])),
        )
        if (rows.length === 0 && upTo === view.note.announced) return known
        const note = writeNote({ ...view.note, announced: upTo })
        const after = await write(engine, user, view.snapshot, { rows, steps: 0, note })
        return after && known
      })
    },
  }
}

/** Oldest first. Those before the last one that was shown count as shown: they came before it. */
function broadcastsToShow(view: View) {
  return view.broadcasts.live
    .slice(view.broadcasts.countUpTo(view.note.announced))
    .filter(({ isAnnounced }) => isAnnounced)
    .flatMap((entry) => itemOfEntry(view, entry) ?? [])
}
