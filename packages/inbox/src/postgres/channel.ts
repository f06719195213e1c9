import type { Awaitable, PostgresQuery } from '@flashpost/core/protocol'
import type { Channel } from '../hints.ts'

/**
 * Listens to a channel on a connection of its own; the answer ends it. Call `onLost` when the connection breaks, unless the
 * client makes a new one by itself: then it is asked to listen again.
 */
export type PostgresListen = (
  channel: string,
  onPayload: (payload: string) => void,
  onLost: () => void,
) => Awaitable<() => Awaitable<unknown>>

const name = 'flashpost'

/**
 * Tells by NOTIFY, outside of everybody's transaction: up to PostgreSQL 18 each commit that notifies waits for all others that
 * do.
 */
export function createChannel(query: PostgresQuery, listen: PostgresListen | undefined): Channel {
  return {
    send: (payload) => query('SELECT pg_notify($1, $2)', [name, payload]),
    ...(listen && { listen: (onPayload, onLost) => listen(name, onPayload, onLost) }),
  }
}
