import { setTimeout } from 'node:timers/promises'
import { isLocked, whenFree, withoutWaiting } from '@flashpost/core/protocol'
import type { Patience, SqliteDatabase } from '@flashpost/core/protocol'
import { checkTable } from './table.ts'
import type { Lines, MessageStore } from './message-store.ts'

export type { SqliteDatabase, SqliteStatement, SqliteValue } from '@flashpost/core/protocol'

/** How boxes are kept in SQLite. */
export interface SqliteStoreOptions {
  /**
   * The name of the table, which is made if it is not there.
   * @default 'flashpost_boxes'
   */
  readonly table?: string
}

const purgeInterval = 60_000
const patience: Patience = { limit: 1_500, now: () => performance.now(), wait: setTimeout }

/**
 * Keeps boxes in a SQLite database. Every change is one statement. Processes may share a file; with `PRAGMA journal_mode =
 * WAL` readers need not wait for whoever writes. No statement blocks the process while others have the file locked,
 * whatever `timeout` it was opened with: it is tried again for 1.5 s, and then the next storage is.
 *
 * @example storeStorage({ store: sqliteStore(new DatabaseSync('messages.db')) })
 */
export function sqliteStore(
  database: SqliteDatabase,
  { table = 'flashpost_boxes' }: SqliteStoreOptions = {},
): MessageStore {
  checkTable(table)
  const prepareOnce = () => (prepared ??= prepare(database, table))
  let prepared: Statements | undefined
  let purgedAt = 0
  try {
    withoutWaiting(database, prepareOnce)
  } catch (error) {
    // Then at the first use.
    if (!isLocked(error)) throw error
  }

  const run = <Result>(work: (statements: Statements) => Result) =>
    whenFree(() => withoutWaiting(database, () => work(prepareOnce())), patience)

  function purge(statements: Statements): void {
    const now = Date.now()
    if (now - purgedAt < purgeInterval) return
    statements.purge.run(now)
    purgedAt = now
  }

  function read(statements: Statements, box: string): readonly string[] | undefined {
    const rows = statements.read.all(box, Date.now()) as { readonly line: string }[]
    return rows.length > 0 ? rows.map(({ line }) => line) : undefined
  }

  return {
    create: (box, lines, expiresAt) =>
      run((statements) => {
        purge(statements)
        return Number(statements.create.run(box, expiresAt, toJson(lines)).changes) > 0
      }),
    add: (box, lines, expiresAt) =>
      run(({ add }) => Number(add.run(box, expiresAt, toJson(lines), Date.now()).changes) > 0),
    read: (box) => run((statements) => read(statements, box)),
    remove: (box, ids) =>
      run((statements) => {
        statements.remove.run(box, JSON.stringify(ids))
        // Whoever adds in between finds the box, or finds it gone: an empty box never fills again.
        return read(statements, box) === undefined
      }),
  }
}

type Statements = ReturnType<typeof prepare>

function prepare(database: SqliteDatabase, table: string) {
  database.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      box TEXT NOT NULL, id TEXT NOT NULL, line TEXT NOT NULL, expires_at INTEGER NOT NULL,
      PRIMARY KEY (box, id)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS ${table}_expires_at ON ${table} (expires_at);
  `)
  return {
    create: database.prepare(
      `INSERT INTO ${table} SELECT ?, key, value, ? FROM json_each(?) WHERE true
       ON CONFLICT DO UPDATE SET line = excluded.line`,
    ),
    add: database.prepare(
      `INSERT INTO ${table} SELECT ?1, key, value, ?2 FROM json_each(?3)
       WHERE EXISTS (SELECT 1 FROM ${table} WHERE box = ?1 AND expires_at > ?4)
       ON CONFLICT DO UPDATE SET line = excluded.line, expires_at = excluded.expires_at`,
    ),
    read: database.prepare(`SELECT line FROM ${table} WHERE box = ? AND expires_at > ?`),
    remove: database.prepare(
      `DELETE FROM ${table} WHERE box = ? AND id IN (SELECT value FROM json_each(?))`,
    ),
    purge: database.prepare(`DELETE FROM ${table} WHERE expires_at <= ?`),
  }
}

function toJson(lines: Lines): string {
  return JSON.stringify(Object.fromEntries(lines))
}
