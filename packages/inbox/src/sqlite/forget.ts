import type { Sql } from './connection.ts'
import { findState, saveState } from './state.ts'

interface Id {
  readonly id: string
}

/** Forgets all about a user; with a revision, unless the user has another one. */
export function eraseUser(sql: Sql, owner: string, rev?: number): void {
  const found = findState(sql, owner)
  if (!found || (rev ?? found.rev) !== found.rev) return
  const ids = sql.all<Id>('SELECT id FROM flashpost_row WHERE uid = ?', found.user)
  sql.run('DELETE FROM flashpost_row WHERE uid = ?', found.user)
  sql.run('DELETE FROM flashpost_user WHERE uid = ?', found.user)
  forgetBodies(sql, ids)
}

/** Forgets rows that were removed before a time, and broadcasts that are gone; answers with how many rows. */
export function purgeRows(sql: Sql, owner: string, removedBefore: number, limit: number): number {
  const state = findState(sql, owner)
  if (!state) return 0
  const old = sql.all<Id & { readonly rev: number }>(
    `SELECT id, rev FROM flashpost_row
     WHERE uid = ? AND removed_at < ? AND removed_at IS NOT NULL AND is_broadcast = 0 LIMIT ?`,
    state.user,
    removedBefore,
    limit,
  )
  for (const { id } of old)
    sql.run('DELETE FROM flashpost_row WHERE uid = ? AND id = ?', state.user, id)
  sql.run(
    `DELETE FROM flashpost_row
     WHERE uid = ? AND is_broadcast = 1 AND seq > 0 AND id NOT IN (SELECT id FROM flashpost_log)`,
    state.user,
  )
  forgetBodies(sql, old)
  if (old.length > 0)
    saveState(sql, { ...state, floor: Math.max(state.floor, ...old.map(({ rev }) => rev)) })
  return old.length
}

function forgetBodies(sql: Sql, ids: readonly Id[]): void {
  for (const { id } of ids)
    sql.run(
      `DELETE FROM flashpost_body
       WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM flashpost_row WHERE id = ?1)`,
      id,
    )
}
