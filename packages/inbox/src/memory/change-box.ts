import type { Addition, Change } from '../backend.ts'
import { nothing, plus, tallyOf } from '../engine/transition.ts'
import type { Box } from './query-rows.ts'

/** Puts a message into a box, in the place of those with the same key. */
export function addTo(box: Box, addition: Addition): void {
  const { body, now, at, dedupeKey, isAnnounced, isStored } = addition
  const { message } = body
  const isVisible = isStored && at === null
  const rev = box.state.rev + 1
  const replaced = [...box.rows.values()].filter(
    ({ key, archivedAt, removedAt, seq }) =>
      isStored &&
      message.key !== undefined &&
      key === message.key &&
      archivedAt === null &&
      removedAt === null &&
      (seq === 0 || (seq > 0 && isVisible)),
  )
  let add = isVisible ? { ...nothing, total: 1, unread: 1 } : nothing
  for (const row of replaced) {
    add = plus(add, tallyOf(row, row.seq, box.state.readSeq), -1)
    box.rows.set(row.id, { ...row, removedAt: now, dueAt: null, before: null, rev })
  }
  box.lastArrival = Math.max(box.lastArrival, now)
  box.rows.set(message.id, {
    id: message.id,
    isBroadcast: false,
    seq: isVisible ? rev : isStored ? 0 : -1,
    rev,
    arrivedAt: box.lastArrival,
    readAt: null,
    isPinned: false,
    archivedAt: null,
    removedAt: null,
    dueAt: at ?? message.expiresAt ?? null,
    key: message.key ?? null,
    isAnnounced,
    before: null,
    dedupeKey,
  })
  const version = box.state.version + (replaced.length > 0 ? 1 : 0)
  box.state = { ...box.state, ...plus(box.state, add), rev, version }
}

/** Writes what has become of rows. */
export function changeBox(box: Box, { rows, steps, add, readSeq, isBreak, note }: Change): void {
  const base = box.state.rev
  const rev = base + steps
  for (const { step, isArriving, ...row } of rows) {
    const old = box.rows.get(row.id)
    const next = { ...row, key: old?.key ?? null, dedupeKey: old?.dedupeKey ?? null }
    const own = step === 0 ? (old?.rev ?? base) : base + step
    if (isArriving) box.lastArrival = Math.max(box.lastArrival, row.arrivedAt)
    box.rows.set(row.id, {
      ...next,
      rev: own,
      ...(isArriving && { seq: own, arrivedAt: box.lastArrival }),
    })
  }
  box.state = {
    ...box.state,
    ...plus(box.state, add),
    rev,
    version: box.state.version + 1,
    ...(readSeq !== undefined && { readSeq, readRev: rev }),
    ...(isBreak && { floor: rev }),
    ...(note !== undefined && { note }),
  }
}
