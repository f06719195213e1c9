import type { IoRedisClient, NodeRedisClient } from '@flashpost/core/protocol'
import type { Backend } from './backend.ts'
import { createHints } from './hints.ts'
import { createBodies } from './redis/bodies.ts'
import { createBroadcastLog } from './redis/broadcast-log.ts'
import { createChannel } from './redis/channel.ts'
import type { IoRedisSubscriber, NodeRedisSubscriber } from './redis/channel.ts'
import { createKeys } from './redis/keys.ts'
import { createOutbox } from './redis/outbox.ts'
import { createScripts } from './redis/run-script.ts'
import { createUserRows } from './redis/user-rows.ts'

export type { IoRedisSubscriber, NodeRedisSubscriber } from './redis/channel.ts'
export type { IoRedisClient, NodeRedisClient, RedisScriptOptions } from '@flashpost/core/protocol'

/** How inboxes are kept in Redis. */
export interface RedisBackendOptions {
  /**
   * What all keys begin with.
   * @default 'flashpost:'
   */
  readonly prefix?: string
  /**
   * Listens for changes of other processes; without it they are found by asking. A process that only sends needs none. A connection of its own, since one that listens
   * may do nothing else: `await client.duplicate().connect()` of node-redis, `client.duplicate()` of ioredis. A cluster of
   * node-redis may be the same one; one of ioredis has to be made with `shardedSubscribers: true`. It is not closed.
   */
  readonly subscriber?: NodeRedisSubscriber | IoRedisSubscriber
}

/**
 * Keeps inboxes in Redis 7 or Valkey, one or a cluster, through a client of `redis` or `ioredis`. Each operation on a user is one
 * script, on keys of one slot. A list of recipients is one script each: who is interrupted sends again with the same
 * `dedupeKey`. What Redis keeps of a crash is its own matter: see `appendfsync`.
 *
 * @throws FlashError `FLASH_ERR_OPTION` for what is no database
 * @example createInbox({ backend: redisBackend(await createClient({ url }).connect()) })
 */
export function redisBackend(
  client: NodeRedisClient | IoRedisClient,
  { prefix = 'flashpost:', subscriber }: RedisBackendOptions = {},
): Backend {
  const scripts = createScripts(client)
  const keys = createKeys(prefix)
  const bodies = createBodies(scripts, keys)
  const hints = createHints(createChannel(scripts, prefix, subscriber))
  const outbox = createOutbox(scripts, keys, bodies)
  const { head, hasEntries, ...log } = createBroadcastLog(scripts, keys.log, (...tiding) =>
    outbox.tell(...tiding),
  )
  return {
    name: 'redis',
    setup: () => undefined,
    close: hints.flush,
    hints,
    ...createUserRows(scripts, { keys, bodies, outbox }, { head, hasEntries }),
    ...log,
    take: (limit, now, until) => outbox.take(limit, now, until),
    told: (ids) => outbox.told(ids),
  }
}
