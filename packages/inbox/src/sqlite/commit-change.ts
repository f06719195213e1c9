import type { Change, UserState } from '../backend.ts'
import { plus } from '../engine/transition.ts'
import type { Sql } from './connection.ts'
import { findState, openState, saveState, stateOf } from './state.ts'
import type { StateRecord } from './state.ts'

/** Writes what has become of a user's rows, unless somebody was faster. */
export function commitChange(sql: Sql, owner: string, change: Change): UserState | undefined {
  const found = findState(sql, owner)
  if ((found?.version ?? 0) !== change.version) return undefined
  if (found && found.epoch !== change.epoch) return undefined
  const state = openState(sql, owner, change.epoch)
  const rev = state.rev + change.steps
  let { lastArrival } = state
  for (const row of change.rows) {
    const own = row.step === 0 ? null : state.rev + row.step
    if (row.isArriving) lastArrival = Math.max(lastArrival, row.arrivedAt)
    sql.run(
      `INSERT INTO flashpost_row VALUES (?1, ?2, ?3, ?4, coalesce(?5, 0), ?6, ?7, ?8, ?9, ?10, ?11, NULL, NULL, ?12, ?13)
       ON CONFLICT (uid, id) DO UPDATE SET seq = ?4, rev = coalesce(?5, rev), arrived_at = ?6,
         read_at = ?7, is_pinned = ?8, archived_at = ?9, removed_at = ?10, due_at = ?11,
         is_announced = ?12, before = ?13`,
      state.user,
      row.id,
      Number(row.isBroadcast),
      row.isArriving ? own! : row.seq,
      own,
      row.isArriving ? lastArrival : row.arrivedAt,
      row.readAt,
      Number(row.isPinned),
      row.archivedAt,
      row.removedAt,
      row.dueAt,
      Number(row.isAnnounced),
      row.before,
    )
  }
  const next: StateRecord = {
    ...state,
    ...plus(state, change.add),
    rev,
    version: state.version + 1,
    ...(change.readSeq !== undefined && { readSeq: change.readSeq, readRev: rev }),
    ...(change.isBreak && { floor: rev }),
    ...(change.note !== undefined && { note: change.note }),
    lastArrival,
  }
  saveState(sql, next)
  return stateOf(next)
}
