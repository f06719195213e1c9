import type { Row, RowChange, Snapshot } from '../backend.ts'
import { changeRow, gain, insist, write } from './commit.ts'
import type { Engine } from './engine.ts'
import { plus } from './transition.ts'

const batch = 200

/**
 * Has a user's hidden messages come whose time it is, and removes what has expired.
 *
 * @returns whether there was anything
 */
export async function settleUser(engine: Engine, user: string): Promise<boolean> {
  const done = await insist(user, async () => {
    const now = engine.now()
    const snapshot = await engine.backend.read(user, {
      by: 'due',
      now,
      limit: batch,
      bodies: true,
    })
    const { rows } = snapshot
    const expired = rows.filter((row) => row.seq !== 0 || isPast(row, now))
    const arriving = rows.filter((row) => !expired.includes(row))
    if (rows.length === 0) return { expired, arriving }
    const replaced = await replacedBy(engine, user, snapshot, arriving)
    if (!replaced) return undefined
    const expiredIds = new Set(expired.map(({ id }) => id))
    const gone = [...expired, ...replaced.filter(({ id }) => !expiredIds.has(id))]
    const changes = [
      ...gone.map((row) => changeRow(row, { removedAt: now, dueAt: null })),
      ...arriving.map((row, index) => arrive(row, now, index + 1)),
    ]
    const add = plus(
      gain(
        gone.map((row) => ({ from: row, to: { ...row, removedAt: now } })),
        snapshot.state?.readSeq ?? 0,
      ),
      { total: arriving.length, unread: arriving.length, archived: 0, archivedUnread: 0 },
    )
    const steps = Math.max(arriving.length, 1)
    const state = await write(engine, user, snapshot, { rows: changes, steps, add })
    return state && { expired, arriving }
  })
  const ids = done.expired.filter(({ seq }) => seq >= 0).map(({ id }) => id)
  if (ids.length > 0) engine.signals.emit('expired', { user, ids })
  for (const { id } of done.arriving) engine.signals.emit('stored', { id, users: [user] })
  if (ids.length + done.arriving.length > 0) engine.tell([user])
  return done.expired.length + done.arriving.length > 0
}

/** Visible rows whose keys come again; nothing when somebody was faster. Of several that come, the last one stays. */
async function replacedBy(
  { backend }: Engine,
  user: string,
  { state }: Snapshot,
  arriving: readonly Row[],
): Promise<readonly Row[] | undefined> {
  const keys = [...new Set(arriving.flatMap(({ key }) => key ?? []))]
  if (keys.length === 0) return []
  const found = await backend.read(user, { by: 'key', keys })
  return found.state?.version === state?.version ? found.rows : undefined
}

function arrive(row: Row, now: number, step: number): RowChange {
  const dueAt = row.body?.message.expiresAt ?? null
  return { ...changeRow(row, {}, step), arrivedAt: now, dueAt, isArriving: true }
}

/** So is what says nothing any more: its body was lost. */
function isPast({ body }: Row, now: number): boolean {
  return !body || (body.message.expiresAt ?? Infinity) <= now
}
