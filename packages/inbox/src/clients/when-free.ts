import type { Awaitable } from '@flashpost/core/protocol'

/** How long work is tried again while others have the database locked, in milliseconds. */
const patience = 10_000
const [firstWait, longestWait] = [2, 50]

/**
 * Does something with a database that others may have locked, at once or as soon as it is free. In between, this process
 * goes on.
 *
 * @throws what the work throws: at once what has nothing to do with locks, else after 10 s
 */
export function whenFree<Result>(work: () => Result): Awaitable<Result> {
  try {
    return work()
  } catch (error) {
    if (!isLocked(error)) throw error
    return tryAgain(work)
  }
}

async function tryAgain<Result>(work: () => Result): Promise<Result> {
  const end = performance.now() + patience
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    // Not all at the same moment.
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())))
    try {
      return work()
    } catch (error) {
      if (!isLocked(error) || performance.now() >= end) throw error
    }
  }
}

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
  if (typeof errcode === 'number') return [5, 6].includes(errcode & 0xff)
  // As better-sqlite3 has it.
  return typeof code === 'string' && /^SQLITE_(?:BUSY|LOCKED)/.test(code)
}
