import type { Addition, Change, LogHead, UserRows, UserState } from '../backend.ts'
import { nothing, plus, tallyOf } from '../engine/transition.ts'
import type { Connection, Sql } from './connection.ts'
import { tell } from './outbox.ts'
import { countRows, selectMarks, selectRows } from './rows.ts'

type StateRecord = UserState & { readonly user: number; readonly lastArrival: number }

/** Rows of users, in SQLite. */
export function createUserRows(
  { read, write }: Connection,
  headOf: (sql: Sql) => LogHead,
): UserRows {
  return {
    add: (addition) => write((sql) => add(sql, addition), addition.transaction),
    read: (owner, query) =>
      read((sql) => {
        const found = find(sql, owner)
        return {
          state: found && stateOf(found),
          dueAt: found ? dueAt(sql, found.user) : null,
          rows: found ? selectRows(sql, found.user, found.readSeq, query) : [],
          marks: found ? selectMarks(sql, found.user) : [],
          head: headOf(sql),
        }
      }),
    commit: (owner, change) => write((sql) => commit(sql, owner, change)),
    tally: (owner, query) =>
      read((sql) => {
        const found = find(sql, owner)
        const tally = found ? countRows(sql, found.user, found.readSeq, query) : nothing
        return { tally, state: found && stateOf(found) }
      }),
    revisions: (users) =>
      read(
        (sql) =>
          new Map(
            sql
              .all<{ owner: string; rev: number }>(
                `SELECT owner, rev FROM flashpost_user
                 WHERE owner IN (SELECT value FROM json_each(?))`,
                JSON.stringify(users),
              )
              .map(({ owner, rev }) => [owner, rev]),
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
    purge: (owner, removedBefore, limit) => write((sql) => purge(sql, owner, removedBefore, limit)),
    erase: (owner) =>
      write((sql) => {
        const found = find(sql, owner)
        if (!found) return
        const ids = sql.all<Id>('SELECT id FROM flashpost_row WHERE uid = ?', found.user)
        sql.run('DELETE FROM flashpost_row WHERE uid = ?', found.user)
        sql.run('DELETE FROM flashpost_user WHERE uid = ?', found.user)
        forgetBodies(sql, ids)
      }),
  }
}

const stateColumns = `uid AS user, epoch, rev, version, total, unread, archived,
  archived_unread AS archivedUnread, read_seq AS readSeq, read_rev AS readRev, floor,
  last_arrival AS lastArrival, note`

function find(sql: Sql, owner: string): StateRecord | undefined {
  return sql.get(`SELECT ${stateColumns} FROM flashpost_user WHERE owner = ?`, owner)
}

function open(sql: Sql, owner: string, epoch: string): StateRecord {
  const found = find(sql, owner)
  if (found) return found
  sql.run('INSERT INTO flashpost_user (owner, epoch) VALUES (?, ?)', owner, epoch)
  return find(sql, owner)!
}

function stateOf({ user: _user, lastArrival: _lastArrival, ...state }: StateRecord): UserState {
  return state
}

function dueAt(sql: Sql, user: number): number | null {
  const query = `SELECT min(due_at) AS dueAt FROM flashpost_row
    WHERE uid = ? AND due_at IS NOT NULL AND removed_at IS NULL`
  return sql.get<{ dueAt: number | null }>(query, user)!.dueAt
}

/** Writes all of a state that may have changed. */
function save(sql: Sql, state: StateRecord): void {
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

function add(sql: Sql, addition: Addition) {
  const { body, users, dedupeKey, toldUntil, isStored, at } = addition
  const { message, topic } = body
  let existing: string | undefined
  const got = users.filter((owner, index) => {
    const state = open(sql, owner, `${addition.epoch}${index}`)
    const same = findSame(sql, state.user, message.id, dedupeKey)
    if (same) existing ??= same.id
    else addRow(sql, state, addition)
    return !same
  })
  if (got.length > 0) {
    sql.run(
      `INSERT INTO flashpost_body VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      message.id,
      message.level,
      message.tags,
      message.name ?? null,
      topic ?? null,
      JSON.stringify(message),
    )
  }
  const isTold = got.length > 0 && isStored && at === null
  return {
    users: got,
    ...(existing !== undefined && { existing }),
    ...(isTold && { tiding: tell(sql, message.id, got, toldUntil) }),
  }
}

/** What a user has of the same dedupe key, or the message itself. */
function findSame(sql: Sql, user: number, id: string, dedupeKey: string | null): Id | undefined {
  const byKey = 'SELECT id FROM flashpost_row WHERE uid = ? AND dedupe_key = ?'
  const same = dedupeKey === null ? undefined : sql.get<Id>(byKey, user, dedupeKey)
  return same ?? sql.get('SELECT id FROM flashpost_row WHERE uid = ? AND id = ?', user, id)
}

function addRow(sql: Sql, state: StateRecord, addition: Addition): void {
  const { body, now, at, dedupeKey, isAnnounced, isStored } = addition
  const { id, key, expiresAt } = body.message
  const isVisible = isStored && at === null
  const rev = state.rev + 1
  const replaced =
    key !== undefined && isStored
      ? selectRows(sql, state.user, state.readSeq, { by: 'key', keys: [key] }).filter(
          ({ seq }) => isVisible || seq === 0,
        )
      : []
  const hidden = key !== undefined && isStored ? hiddenOf(sql, state.user, key) : []
  let counts = isVisible ? { ...nothing, total: 1, unread: 1 } : nothing
  for (const row of replaced) counts = plus(counts, tallyOf(row, row.seq, state.readSeq), -1)
  for (const { id: old } of [...replaced, ...hidden])
    sql.run(
      `UPDATE flashpost_row SET removed_at = ?, due_at = NULL, before = NULL, rev = ?
       WHERE uid = ? AND id = ?`,
      now,
      rev,
      state.user,
      old,
    )
  const lastArrival = Math.max(state.lastArrival, now)
  sql.run(
    `INSERT INTO flashpost_row VALUES (?, ?, 0, ?, ?, ?, NULL, 0, NULL, NULL, ?, ?, ?, ?, NULL)`,
    state.user,
    id,
    isVisible ? rev : isStored ? 0 : -1,
    rev,
    lastArrival,
    at ?? expiresAt ?? null,
    key ?? null,
    dedupeKey,
    Number(isAnnounced),
  )
  const isChanged = replaced.length + hidden.length > 0
  const version = state.version + (isChanged ? 1 : 0)
  save(sql, { ...state, ...plus(state, counts), rev, version, lastArrival })
}

function hiddenOf(sql: Sql, user: number, key: string): readonly Id[] {
  const query = `SELECT id FROM flashpost_row INDEXED BY flashpost_row_key
    WHERE uid = ? AND key = ? AND key IS NOT NULL
    AND archived_at IS NULL AND removed_at IS NULL AND seq = 0`
  return sql.all(query, user, key)
}

function commit(sql: Sql, owner: string, change: Change): UserState | undefined {
  const found = find(sql, owner)
  if ((found?.version ?? 0) !== change.version) return undefined
  if (found && found.epoch !== change.epoch) return undefined
  const state = open(sql, owner, change.epoch)
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
  save(sql, next)
  return stateOf(next)
}

interface Id {
  readonly id: string
}

function purge(sql: Sql, owner: string, removedBefore: number, limit: number): number {
  const state = find(sql, owner)
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
    save(sql, { ...state, floor: Math.max(state.floor, ...old.map(({ rev }) => rev)) })
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

function owners(records: readonly { readonly owner: string }[]): readonly string[] {
  return records.map(({ owner }) => owner)
}
