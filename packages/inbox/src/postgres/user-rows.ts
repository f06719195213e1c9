import type {
  Added,
  Addition,
  BroadcastAddition,
  LogHead,
  Tally,
  UserRows,
  UserState,
} from '../backend.ts'
import type { Dialect } from '../sql/dialect.ts'
import { toRow } from '../sql/row-record.ts'
import type { RowRecord } from '../sql/row-record.ts'
import { marksStatement, rowStatement } from '../sql/row-statement.ts'
import { tallyStatement } from '../sql/tally-statement.ts'
import type { Database } from './database.ts'

const dialect: Dialect = {
  user: '(SELECT uid FROM u)',
  readSeq: '(SELECT read_seq FROM u)',
  first: 2,
  each: (parameter) => `jsonb_array_elements_text(${parameter}::text::jsonb) AS each (value)`,
  by: () => '',
  // With a type of its own, since a parameter beside a query has none.
  greatest: (one, other) => `greatest(CAST(${one} AS bigint), CAST(${other} AS bigint))`,
  position: (text, part) => `strpos(${text}, ${part})`,
}

const withUser =
  'WITH u AS MATERIALIZED (SELECT uid, read_seq FROM flashpost_user WHERE owner = ?1)'
const rowsOf = (sql: string) =>
  `coalesce((SELECT jsonb_agg(to_jsonb(found)) FROM (${sql}) AS found), '[]')`

interface SnapshotRecord {
  readonly state: UserState | null
  readonly dueAt: number | null
  readonly rows: readonly RowRecord[]
  readonly marks: readonly RowRecord[]
  readonly head: LogHead
}

/** Rows of users, in PostgreSQL. */
export function createUserRows({ ask }: Database): UserRows {
  const names = (sql: string, ...values: (string | number)[]) =>
    ask<readonly string[]>(
      `SELECT coalesce(jsonb_agg(owner), '[]')::text AS result FROM (${sql}) AS found`,
      values,
    )

  return {
    async add(addition) {
      const sql = 'SELECT flashpost_add(?1::text::jsonb)::text AS result'
      const added = await ask<AddedRecord>(sql, [toJson(addition)], addition.transaction)
      const { users, existing, tiding } = added
      return { users, ...(existing && { existing }), ...(tiding && { tiding }) } satisfies Added
    },
    async read(owner, query) {
      const { sql = 'SELECT 1 WHERE false', values = [] } = rowStatement(query, dialect) ?? {}
      const { state, rows, marks, ...rest } = await ask<SnapshotRecord>(
        `${withUser} SELECT jsonb_build_object(
           'state', flashpost_state(?1),
           'dueAt', (SELECT min(due_at) FROM flashpost_row WHERE uid = (SELECT uid FROM u)
             AND due_at IS NOT NULL AND removed_at IS NULL),
           'rows', ${rowsOf(sql)}, 'marks', ${rowsOf(marksStatement(dialect))},
           'head', flashpost_head())::text AS result`,
        [owner, ...values],
      )
      return { ...rest, state: state ?? undefined, rows: rows.map(toRow), marks: marks.map(toRow) }
    },
    async commit(owner, change) {
      const sql = 'SELECT flashpost_commit(?1, ?2::text::jsonb)::text AS result'
      const state = await ask<UserState | null>(sql, [owner, JSON.stringify(change)])
      return state ?? undefined
    },
    async tally(owner, query) {
      const { readSeq = dialect.readSeq } = query
      const statement = tallyStatement(query, { ...dialect, readSeq: String(readSeq) })
      const { tally, state } = await ask<{ tally: Tally; state: UserState | null }>(
        `${withUser} SELECT jsonb_build_object('tally', to_jsonb(found), 'state',
           flashpost_state(?1))::text AS result FROM (${statement.sql}) AS found`,
        [owner, ...statement.values],
      )
      return { tally, state: state ?? undefined }
    },
    async revisions(users) {
      const found = await ask<Readonly<Record<string, string>>>(
        `SELECT coalesce(jsonb_object_agg(owner, epoch || '.' || rev), '{}')::text AS result FROM flashpost_user
         WHERE owner IN (SELECT jsonb_array_elements_text(?1::text::jsonb))`,
        [JSON.stringify(users)],
      )
      return new Map(Object.entries(found))
    },
    users: (after, limit) =>
      names(
        'SELECT owner FROM flashpost_user WHERE owner > ?1 ORDER BY owner LIMIT ?2',
        after,
        limit,
      ),
    recipients: (id, after, limit) =>
      names(
        `SELECT u.owner FROM flashpost_row r JOIN flashpost_user u USING (uid)
         WHERE r.id = ?1 AND r.is_broadcast = 0 AND u.owner > ?2 ORDER BY u.owner LIMIT ?3`,
        id,
        after,
        limit,
      ),
    dueUsers: (now, limit) =>
      names(
        `SELECT DISTINCT u.owner FROM flashpost_row r JOIN flashpost_user u USING (uid)
         WHERE r.due_at IS NOT NULL AND r.removed_at IS NULL AND r.seq = 0 AND r.due_at <= ?1
         LIMIT ?2`,
        now,
        limit,
      ),
    purge: (owner, removedBefore, limit) =>
      ask('SELECT flashpost_purge(?1, ?2, ?3)::text AS result', [owner, removedBefore, limit]),
    async erase(owner, rev) {
      const erase = "SELECT (flashpost_erase(?1, nullif(?2, '')::bigint)::text || 'null') AS result"
      await ask(erase, [owner, rev ?? ''])
    },
  }
}

interface AddedRecord {
  readonly users: readonly string[]
  readonly existing: string | null
  readonly tiding: string | null
}

/** The body's text is written twice as JSON, so that what jsonb cannot hold is no more than letters in it. */
export function toJson(addition: Addition | BroadcastAddition): string {
  const { body, ...rest } = { ...addition, transaction: undefined }
  const { id, level, tags, name, key, expiresAt } = body.message
  const fields = { id, level, tags, name, key, expiresAt, topic: body.topic }
  return JSON.stringify({ ...rest, ...fields, message: JSON.stringify(body.message) })
}
