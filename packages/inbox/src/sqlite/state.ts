import type { UserState } from '../backend.ts'
import type { Sql } from './connection.ts'

/** A user's state with what the backend alone needs. */
export type StateRecord = UserState & { readonly user: number; readonly lastArrival: number }

const stateColumns = `uid AS user, epoch, rev, version, total, unread, archived,
  archived_unread AS archivedUnread, read_seq AS readSeq, read_rev AS readRev, floor,
  last_arrival AS lastArrival, note`

export function findState(sql: Sql, owner: string): StateRecord | undefined {
  return sql.get(`SELECT ${stateColumns} FROM flashpost_user WHERE owner = ?`, owner)
}

/** The state of a user, which is made where there is none. */
export function openState(sql: Sql, owner: string, epoch: string): StateRecord {
  const found = findState(sql, owner)
  if (found) return found
  sql.run('INSERT INTO flashpost_user (owner, epoch) VALUES (?, ?)', owner, epoch)
  return findState(sql, owner)!
}

export function stateOf({
  user: _user,
  lastArrival: _lastArrival,
  ...state
}: StateRecord): UserState {
  return state
}

/** The first time at which something of a user is due. */
export function dueAt(sql: Sql, user: number): number | null {
  const query = `SELECT min(due_at) AS dueAt FROM flashpost_row
    WHERE uid = ? AND due_at IS NOT NULL AND removed_at IS NULL`
  return sql.get<{ dueAt: number | null }>(query, user)!.dueAt
}

/** Writes all of a state that may have changed. */
export function saveState(sql: Sql, state: StateRecord): void {
  sql.run(
    `UPDATE flashpost_user SET rev = ?, version = ?, total = ?, unread = ?, archived = ?,
       archived_unread = ?, read_seq = ?, read_rev = ?, floor = ?, last_arrival = ?, note = ?
     WHERE uid = ?`,
    state.rev,
    state.version,
    state.total,
    state.unread,
    state.archived,
    state.archivedUnread,
    state.readSeq,
    state.readRev,
    state.floor,
    state.lastArrival,
    state.note,
    state.user,
  )
}
