import type { LogHead, UserRows } from '../backend.ts'
import { nothing } from '../engine/transition.ts'
import { addMessage } from './add-message.ts'
import { commitChange } from './commit-change.ts'
import type { Connection, Sql } from './connection.ts'
import { eraseUser, purgeRows } from './forget.ts'
import { countRows, selectMarks, selectRows } from './rows.ts'
import { dueAt, findState, stateOf } from './state.ts'

/** Rows of users, in SQLite. */
export function createUserRows(
  { read, write }: Connection,
  headOf: (sql: Sql) => LogHead,
): UserRows {
  return {
    add: (addition) => write((sql) => addMessage(sql, addition), addition.transaction),
    read: (owner, query) =>
      read((sql) => {
        const found = findState(sql, owner)
        return {
          state: found && stateOf(found),
          dueAt: found ? dueAt(sql, found.user) : null,
          rows: found ? selectRows(sql, found.user, found.readSeq, query) : [],
          marks: found ? selectMarks(sql, found.user) : [],
          head: headOf(sql),
        }
      }),
    commit: (owner, change) => write((sql) => commitChange(sql, owner, change)),
    tally: (owner, query) =>
      read((sql) => {
        const found = findState(sql, owner)
        const tally = found ? countRows(sql, found.user, found.readSeq, query) : nothing
        return { tally, state: found && stateOf(found) }
      }),
    revisions: (users) =>
      read(
        (sql) =>
          new Map(
            sql
              .all<{ owner: string; revision: string }>(
                `SELECT owner, epoch || '.' || rev AS revision FROM flashpost_user
                 WHERE owner IN (SELECT value FROM json_each(?))`,
                JSON.stringify(users),
              )
              .map(({ owner, revision }) => [owner, revision]),
          ),
      ),
    users: (after, limit) =>
      read((sql) =>
        owners(
          sql.all(
            'SELECT owner FROM flashpost_user WHERE owner > ? ORDER BY owner LIMIT ?',
            after,
            limit,
          ),
        ),
      ),
    recipients: (id, after, limit) =>
      read((sql) =>
        owners(
          sql.all(
            `SELECT u.owner FROM flashpost_row r JOIN flashpost_user u ON u.uid = r.uid
             WHERE r.id = ? AND r.is_broadcast = 0 AND u.owner > ? ORDER BY u.owner LIMIT ?`,
            id,
            after,
            limit,
          ),
        ),
      ),
    dueUsers: (now, limit) =>
      read((sql) =>
        owners(
          sql.all(
            `SELECT DISTINCT u.owner FROM flashpost_row r JOIN flashpost_user u ON u.uid = r.uid
             WHERE r.due_at IS NOT NULL AND r.removed_at IS NULL AND r.seq = 0 AND r.due_at <= ?
             LIMIT ?`,
            now,
            limit,
          ),
        ),
      ),
    purge: (owner, removedBefore, limit) =>
      write((sql) => purgeRows(sql, owner, removedBefore, limit)),
    erase: (owner, rev) => write((sql) => eraseUser(sql, owner, rev)),
  }
}

function owners(records: readonly { readonly owner: string }[]): readonly string[] {
  return records.map(({ owner }) => owner)
}
