import type { Awaitable } from '../awaitable.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

/** How long somebody waits for a database, by a clock and a timer of their own. */
export interface Patience {
  /** How long work is tried again, in milliseconds. */
  readonly limit: number
  readonly now: () => number
  /** Resolves after that many milliseconds, more or less: those who wait had better not all come back at the same moment. */
  readonly wait: (milliseconds: number) => Promise<unknown>
}

const [firstWait, longestWait] = [2, 50]

/**
 * Does something with a SQLite database that others may have locked, at once or as soon as it is free. In between, this
 * process goes on.
 *
 * @throws what the work throws: at once what has nothing to do with locks, else when patience is at its end
 */
export function whenFree<Result>(work: () => Result, patience: Patience): Awaitable<Result> {
  try {
    return work()
  } catch (error) {
    if (!isLocked(error)) throw error
    return tryAgain(work, patience)
  }
}

async function tryAgain<Result>(
  work: () => Result,
  { limit, now, wait }: Patience,
): Promise<Result> {
  const end = now() + limit
  for (let next = firstWait; ; next = Math.min(next * 2, longestWait)) {
    await wait(next)
    try {
      return work()
    } catch (error) {
      if (!isLocked(error) || now() >= end) throw error
    }
  }
}

/** Has statements fail at once where they would block the process until somebody else unlocks the file. */
export function withoutWaiting<Result>(database: SqliteDatabase, work: () => Result): Result {
  // Not kept prepared: SQLite works this one out when it is prepared.
  const { timeout } = database.prepare('PRAGMA busy_timeout').get() as { readonly timeout: number }
  if (timeout === 0) return work()
  database.exec('PRAGMA busy_timeout = 0')
  try {
    return work()
  } finally {
    database.exec(`PRAGMA busy_timeout = ${timeout}`)
  }
}

/** SQLITE_BUSY_SNAPSHOT: somebody has written since a transaction began to read, which only a new one gets over. */
const outdated = 517

/**
 * SQLITE_BUSY or SQLITE_LOCKED, the low byte of their extended codes (https://sqlite.org/rescode.html), or a connection in
 * whose transaction somebody else works.
 */
export function isLocked(error: unknown): boolean {
  const { errcode, code, message } = error as {
    readonly errcode?: unknown
    readonly code?: unknown
    readonly message?: unknown
  }
  if (typeof message === 'string' && message.includes('within a transaction')) return true
  if (typeof errcode === 'number') return errcode !== outdated && [5, 6].includes(errcode & 0xff)
  // As better-sqlite3 has it.
  return typeof code === 'string' && /^SQLITE_(?:BUSY(?!_SNAPSHOT)|LOCKED)/.test(code)
}
