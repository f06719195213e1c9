import type { IoRedisClient, NodeRedisClient } from '@flashpost/core/protocol'
import type { Lines, MessageStore } from './message-store.ts'

export type { IoRedisClient, NodeRedisClient, RedisScriptOptions } from '@flashpost/core/protocol'

/** How boxes are kept in Redis. */
export interface RedisStoreOptions {
  /**
   * What the keys begin with, before the box's name.
   * @default 'flashpost:box:'
   */
  readonly prefix?: string
}

// A hash is there as long as a field is in it: just what a box is. A script runs alone, and on one key, so that a
// cluster will do.
const scripts = {
  create: `
    redis.call('HSET', KEYS[1], unpack(ARGV, 2))
    redis.call('PEXPIREAT', KEYS[1], ARGV[1])
    return 1`,
  add: `
    if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
    redis.call('HSET', KEYS[1], unpack(ARGV, 2))
    redis.call('PEXPIREAT', KEYS[1], ARGV[1])
    return 1`,
  read: `return redis.call('HVALS', KEYS[1])`,
  remove: `
    if #ARGV > 0 then redis.call('HDEL', KEYS[1], unpack(ARGV)) end
    return 1 - redis.call('EXISTS', KEYS[1])`,
}

/**
 * Keeps boxes in Redis or Valkey, one hash each, which expires by itself. Every change is one script.
 *
 * @example storeStorage({ store: redisStore(await createClient({ url }).connect()) })
 */
export function redisStore(
  client: NodeRedisClient | IoRedisClient,
  { prefix = 'flashpost:box:' }: RedisStoreOptions = {},
): MessageStore {
  const run = (script: string, box: string, values: string[] = []) =>
    'status' in client
      ? client.eval(script, 1, prefix + box, ...values)
      : client.eval(script, { keys: [prefix + box], arguments: values })

  return {
    async create(box, lines, expiresAt) {
      return (await run(scripts.create, box, [String(expiresAt), ...fields(lines)])) === 1
    },
    async add(box, lines, expiresAt) {
      return (await run(scripts.add, box, [String(expiresAt), ...fields(lines)])) === 1
    },
    async read(box) {
      const lines = (await run(scripts.read, box)) as string[]
      return lines.length > 0 ? lines : undefined
    },
    async remove(box, ids) {
      return (await run(scripts.remove, box, [...ids])) === 1
    },
  }
}

function fields(lines: Lines): string[] {
  return [...lines].flat()
}
