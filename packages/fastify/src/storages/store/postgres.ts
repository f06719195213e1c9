import type { PostgresQuery } from '@flashpost/core/protocol'
import type { Lines, MessageStore } from './message-store.ts'
import { checkTable } from './table.ts'

export type { PostgresQuery } from '@flashpost/core/protocol'

/** How boxes are kept in PostgreSQL. */
export interface PostgresStoreOptions {
  /**
   * Runs one statement with the values of `$1`, `$2` …, all of them texts, and resolves to its rows. It must not run inside
   * a transaction that stays open.
   * @example async (sql, values) => (await pool.query(sql, values)).rows
   */
  readonly query: PostgresQuery
  /**
   * The name of the table, which is made if it is not there.
   * @default 'flashpost_boxes'
   */
  readonly table?: string
}

const purgeInterval = 60_000

/**
 * Keeps boxes in PostgreSQL, one row each. Every change is one statement on that row, which PostgreSQL puts in order.
 *
 * @example storeStorage({ store: postgresStore({ query: async (sql, values) => (await pool.query(sql, values)).rows }) })
 */
export function postgresStore({
  query,
  table = 'flashpost_boxes',
}: PostgresStoreOptions): MessageStore {
  checkTable(table)
  let made: Promise<unknown> | undefined
  let purgedAt = 0

  // IF NOT EXISTS is no answer to two processes that start at the same moment; the lock is.
  const makeTable = () =>
    query(
      `DO $$ BEGIN
         PERFORM pg_advisory_xact_lock(hashtext('${table}'));
         CREATE TABLE IF NOT EXISTS ${table} (
           box text PRIMARY KEY, lines jsonb NOT NULL, expires_at timestamptz NOT NULL
         );
         CREATE INDEX IF NOT EXISTS ${table}_expires_at ON ${table} (expires_at);
       END $$`,
      [],
    )

  async function run(sql: string, ...values: string[]) {
    made ??= makeTable()
    await made.catch((error: unknown) => {
      made = undefined
      throw error
    })
    return query(sql, values)
  }

  async function purge(): Promise<void> {
    if (Date.now() - purgedAt < purgeInterval) return
    purgedAt = Date.now()
    await run(`DELETE FROM ${table} WHERE expires_at <= now()`)
  }

  return {
    async create(box, lines, expiresAt) {
      await purge()
      await run(
        `INSERT INTO ${table} VALUES ($1, $2::text::jsonb, $3::timestamptz)`,
        box,
        toJson(lines),
        toTime(expiresAt),
      )
      return true
    },
    async add(box, lines, expiresAt) {
      const rows = await run(
        `UPDATE ${table} SET lines = lines || $2::text::jsonb, expires_at = greatest(expires_at, $3::timestamptz)
         WHERE box = $1 AND expires_at > now() RETURNING box`,
        box,
        toJson(lines),
        toTime(expiresAt),
      )
      return rows.length > 0
    },
    async read(box) {
      const rows = await run(
        `SELECT lines::text FROM ${table} WHERE box = $1 AND expires_at > now()`,
        box,
      )
      const [row] = rows as readonly { readonly lines: string }[]
      return row && Object.values(JSON.parse(row.lines) as Record<string, string>)
    },
    async remove(box, ids) {
      const [row] = await run(
        `UPDATE ${table} SET lines = lines - ARRAY(SELECT jsonb_array_elements_text($2::text::jsonb))
         WHERE box = $1 RETURNING lines::text`,
        box,
        JSON.stringify(ids),
      )
      if (row?.['lines'] !== '{}') return row === undefined
      // Unless somebody has added to it since. Whoever adds from now on makes another box.
      const gone = await run(
        `DELETE FROM ${table} WHERE box = $1 AND lines = '{}' RETURNING box`,
        box,
      )
      return gone.length > 0
    },
  }
}

function toJson(lines: Lines): string {
  return JSON.stringify(Object.fromEntries(lines))
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
