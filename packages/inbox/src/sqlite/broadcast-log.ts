import type { BroadcastAddition, BroadcastLog, LogChange, LogEntry, LogHead } from '../backend.ts'
import type { Connection, Sql } from './connection.ts'
import { tell } from './outbox.ts'
import { toBody } from '../sql/row-record.ts'

/** The log of broadcasts, in SQLite. */
export function createBroadcastLog({ read, write }: Connection): BroadcastLog {
  return {
    broadcast: (addition) => write((sql) => broadcast(sql, addition), addition.transaction),
    readLog: (since) =>
      read((sql) => ({
        head: headOf(sql),
        entries: sql
          .all<EntryRecord>(`SELECT ${columns} FROM flashpost_log WHERE rev > ?`, since)
          .map(toEntry),
      })),
    changeLog: (changes, now) =>
      changes.length === 0
        ? []
        : write((sql) => changes.filter((each) => change(sql, each, now)).map(({ id }) => id)),
    purgeLog: (removedBefore) =>
      write((sql) => {
        const old = sql.all<{ id: string; rev: number }>(
          'SELECT id, rev FROM flashpost_log WHERE removed_at IS NOT NULL AND removed_at < ?',
          removedBefore,
        )
        for (const { id, rev } of old) {
          sql.run('DELETE FROM flashpost_log WHERE id = ?', id)
          sql.run('UPDATE flashpost_log_head SET floor = max(floor, ?)', rev)
        }
        return old.length
      }),
  }
}

/** What the log is as of. */
export function headOf(sql: Sql): LogHead {
  return sql.get(
    `SELECT epoch, rev, floor, (SELECT min(due_at) FROM flashpost_log
       WHERE due_at IS NOT NULL AND removed_at IS NULL) AS dueAt
     FROM flashpost_log_head`,
  )!
}

const columns = `id, seq, rev, arrived_at AS arrivedAt, due_at AS dueAt, removed_at AS removedAt,
  is_announced AS isAnnounced, topic, message`

type EntryRecord = Omit<LogEntry, 'isAnnounced' | 'body'> & {
  readonly isAnnounced: number
  readonly topic: string | null
  readonly message: string
}

function toEntry({ message, topic, ...record }: EntryRecord): LogEntry {
  return { ...record, isAnnounced: record.isAnnounced === 1, body: toBody(message, topic) }
}

function nextRev(sql: Sql): number {
  return sql.get<{ rev: number }>('UPDATE flashpost_log_head SET rev = rev + 1 RETURNING rev')!.rev
}

/** The next revision, and a time that is not before the last one. */
function arrive(sql: Sql, now: number): { readonly rev: number; readonly arrivedAt: number } {
  return sql.get(
    `UPDATE flashpost_log_head SET rev = rev + 1, last_arrival = max(last_arrival, ?)
     RETURNING rev, last_arrival AS arrivedAt`,
    now,
  )!
}

function broadcast(sql: Sql, addition: BroadcastAddition) {
  const { body, now, at, dedupeKey, isAnnounced, toldUntil } = addition
  const { message, topic } = body
  const same =
    dedupeKey !== null &&
    sql.get<{ id: string }>('SELECT id FROM flashpost_log WHERE dedupe_key = ?', dedupeKey)
  if (same) return { id: same.id, isNew: false }
  if (message.key !== undefined) replace(sql, message.key, at === null ? '>=' : '=', now)
  const { rev, arrivedAt } = arrive(sql, now)
  sql.run(
    'INSERT INTO flashpost_log VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?)',
    message.id,
    at === null ? rev : 0,
    rev,
    arrivedAt,
    at ?? message.expiresAt ?? null,
    message.key ?? null,
    dedupeKey,
    Number(isAnnounced),
    topic ?? null,
    JSON.stringify(message),
  )
  const isTold = at === null && { tiding: tell(sql, message.id, null, toldUntil) }
  return { id: message.id, isNew: true, ...isTold }
}

/** Removes entries of a key: hidden ones (`= 0`), visible ones (`> 0`), or both. */
function replace(sql: Sql, key: string, which: '=' | '>' | '>=', now: number): void {
  const old = sql.all<{ id: string }>(
    `SELECT id FROM flashpost_log WHERE key = ? AND removed_at IS NULL AND seq ${which} 0`,
    key,
  )
  for (const { id } of old) remove(sql, id, now)
}

function remove(sql: Sql, id: string, now: number): void {
  sql.run(
    'UPDATE flashpost_log SET removed_at = ?, due_at = NULL, rev = ? WHERE id = ?',
    now,
    nextRev(sql),
    id,
  )
}

function change(sql: Sql, { id, to }: LogChange, now: number): boolean {
  const entry = sql.get<{ seq: number; key: string | null; message: string }>(
    'SELECT seq, key, message FROM flashpost_log WHERE id = ? AND removed_at IS NULL',
    id,
  )
  if (!entry || (to === 'show' && entry.seq > 0)) return false
  if (to === 'remove') {
    remove(sql, id, now)
    return true
  }
  if (entry.key !== null) replace(sql, entry.key, '>', now)
  const { rev, arrivedAt } = arrive(sql, now)
  const dueAt = toBody(entry.message, null).message.expiresAt ?? null
  sql.run(
    'UPDATE flashpost_log SET seq = ?, rev = ?, arrived_at = ?, due_at = ? WHERE id = ?',
    rev,
    rev,
    arrivedAt,
    dueAt,
    id,
  )
  tell(sql, id, null, 0)
  return true
}
