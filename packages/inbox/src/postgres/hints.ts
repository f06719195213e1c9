import type { Awaitable, PostgresQuery } from '@flashpost/core/protocol'
import { parseJson } from '@flashpost/core/protocol'
import type { Hint, Hints } from '../backend.ts'

/** Listens to a channel on a connection of its own; the answer ends it. */
export type PostgresListen = (
  channel: string,
  onPayload: (payload: string) => void,
) => Awaitable<() => Awaitable<unknown>>

const channel = 'flashpost'
/**
 * How long hints are collected, in milliseconds. Up to PostgreSQL 18 each commit that notifies waits for all others that do,
 * so this happens outside of everybody's transaction, and seldom.
 */
const collect = 20
/** How much a notification carries, in characters of JSON: 8,000 bytes at most. */
const room = 2_000

/** Tells other processes by NOTIFY. */
export function createHints(query: PostgresQuery, listen: PostgresListen): Hints {
  let users = new Set<string | null>()

  function send(): void {
    const list = JSON.stringify([...users])
    const payload = users.has(null) || list.length > room ? '[null]' : list
    users = new Set()
    // A lost hint costs time, and nothing else.
    query('SELECT pg_notify($1, $2)', [channel, payload]).catch(() => undefined)
  }

  return {
    publish(hints) {
      if (users.size === 0) setTimeout(send, collect)
      for (const { user = null } of hints) users.add(user)
    },
    async listen(listener) {
      const end = await listen(channel, (payload) => {
        const found = parseJson(payload)
        const hints: readonly unknown[] = Array.isArray(found) ? found : [null]
        for (const user of hints)
          listener(typeof user === 'string' ? { user } : ({} satisfies Hint))
      })
      return async () => void (await end())
    },
  }
}
