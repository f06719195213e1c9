import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { whenFree, withoutWaiting } from '@flashpost/core/protocol'
import type {
  Awaitable,
  Patience,
  SqliteDatabase,
  SqliteStatement,
  SqliteValue,
} from '@flashpost/core/protocol'
import { checkDatabase, checkTransaction } from './check-database.ts'
import { migrations } from './schema.ts'
import { createYielding } from './yielding.ts'

const patience: Patience = {
  limit: 10_000,
  now: () => performance.now(),
  wait: (milliseconds) => setTimeout(milliseconds * (0.5 + Math.random())),
}

/** A database on which each piece of work is one transaction. */
export interface Connection {
  /** Reads of one moment. */
  readonly read: <Result>(work: (sql: Sql) => Result) => Awaitable<Result>
  /** Writes all or nothing, in the caller's transaction where there is one. */
  readonly write: <Result>(work: (sql: Sql) => Result, transaction?: unknown) => Awaitable<Result>
  /** Brings the tables to this version. */
  readonly migrate: () => Awaitable<void>
  /** Changes when somebody else has written. */
  readonly dataVersion: () => number
  readonly close: () => void
}

/** Statements of one database, prepared once. */
export interface Sql {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who writes a statement knows what it answers
  readonly all: <Found>(sql: string, ...values: SqliteValue[]) => readonly Found[]
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who writes a statement knows what it answers
  readonly get: <Found>(sql: string, ...values: SqliteValue[]) => Found | undefined
  /** @returns how many rows it has changed */
  readonly run: (sql: string, ...values: SqliteValue[]) => number
}

/**
 * Works with the caller's own database, or opens one, when it is needed first.
 * @throws FlashError `FLASH_ERR_OPTION`
 */
export function connect(given: string | SqliteDatabase): Connection {
  checkDatabase(given)
  let opened: DatabaseSync | undefined
  let isOurs = false
  const databases = new WeakMap<SqliteDatabase, Sql>()
  const yielding = createYielding()
  const patiently = <Result>(work: () => Result) => yielding(() => whenFree(work, patience))

  function database(): SqliteDatabase {
    if (typeof given !== 'string') return given
    if (opened) return opened
    opened = new DatabaseSync(given, { timeout: 0 })
    isOurs = true
    return opened
  }

  function sqlOf(from: SqliteDatabase): Sql {
    const found = databases.get(from)
    if (found) return found
    const sql = createSql(from)
    databases.set(from, sql)
    return sql
  }

  function transact<Result>(begin: string, work: (sql: Sql) => Result): Result {
    const on = database()
    const once = () => {
      on.exec(begin)
      try {
        const result = work(sqlOf(on))
        on.exec('COMMIT')
        return result
      } catch (error) {
        // Some errors have rolled it back already.
        try {
          on.exec('ROLLBACK')
        } catch {}
        throw error
      }
    }
    return isOurs ? once() : withoutWaiting(on, once)
  }

  function join<Result>(on: SqliteDatabase, work: (sql: Sql) => Result): Result {
    return withoutWaiting(on, () => {
      on.exec('SAVEPOINT flashpost')
      try {
        return work(sqlOf(on))
      } catch (error) {
        on.exec('ROLLBACK TO flashpost')
        throw error
      } finally {
        on.exec('RELEASE flashpost')
      }
    })
  }

  return {
    read: (work) => patiently(() => transact('BEGIN', work)),
    write: (work, transaction) =>
      transaction === undefined
        ? patiently(() => transact('BEGIN IMMEDIATE', work))
        : patiently(() => join(checkTransaction(transaction), work)),
    migrate: () =>
      patiently(() => {
        if (typeof given === 'string') database().exec('PRAGMA journal_mode = WAL')
        // A look without a lock first: most of the time nothing is to be done.
        if (versionOf(sqlOf(database())) === migrations.length) return
        transact('BEGIN IMMEDIATE', migrate(database()))
      }),
    dataVersion: () =>
      sqlOf(database()).get<{ data_version: number }>('PRAGMA data_version')!.data_version,
    close() {
      opened?.close()
      opened = undefined
    },
  }
}

function migrate(database: SqliteDatabase) {
  return (sql: Sql): void => {
    const from = versionOf(sql)
    if (from > migrations.length)
      throw new Error(`The tables are of version ${from}, which a later Flashpost has made.`)
    for (const step of migrations.slice(from)) database.exec(step)
    database.exec('CREATE TABLE IF NOT EXISTS flashpost_schema (version INTEGER NOT NULL)')
    sql.run('DELETE FROM flashpost_schema')
    sql.run('INSERT INTO flashpost_schema VALUES (?)', migrations.length)
  }
}

function versionOf(sql: Sql): number {
  const isThere = sql.get("SELECT 1 FROM sqlite_schema WHERE name = 'flashpost_schema'")
  if (!isThere) return 0
  return sql.get<{ version: number }>('SELECT version FROM flashpost_schema')?.version ?? 0
}

function createSql(database: SqliteDatabase): Sql {
  const statements = new Map<string, SqliteStatement>()
  function prepare(sql: string): SqliteStatement {
    const found = statements.get(sql)
    if (found) return found
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who writes a statement knows what it answers
    all: <Found>(sql: string, ...values: SqliteValue[]) => prepare(sql).all(...values) as Found[],
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who writes a statement knows what it answers
    get: <Found>(sql: string, ...values: SqliteValue[]) =>
      prepare(sql).get(...values) as Found | undefined,
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
  }
}
