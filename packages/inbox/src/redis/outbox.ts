import type { Outbox } from '../backend.ts'
import type { Scripts } from './run-script.ts'

const scripts = {
  tell: `
    local id = tostring(redis.call('INCR', KEYS[1] .. ':last'))
    redis.call('HSET', KEYS[1] .. ':all', id, ARGV[1])
    redis.call('ZADD', KEYS[1] .. ':until', ARGV[2], id)
    return id`,
  take: `
    local ids = redis.call('ZRANGEBYSCORE', KEYS[1] .. ':until', '-inf', ARGV[2], 'LIMIT', 0, ARGV[1])
    local taken = {}
    for _, id in ipairs(ids) do
      redis.call('ZADD', KEYS[1] .. ':until', ARGV[3], id)
      taken[#taken + 1] = { id, redis.call('HGET', KEYS[1] .. ':all', id) }
    end
    return taken`,
  told: `
    for _, id in ipairs(ARGV) do
      redis.call('HDEL', KEYS[1] .. ':all', id)
      redis.call('ZREM', KEYS[1] .. ':until', id)
    end
    return 1`,
}

/** What is to be told, in Redis. It is in another slot than what it tells of, and so is written before it. */
export function createOutbox(
  { run }: Scripts,
  prefix: string,
): Outbox & {
  readonly tell: (
    message: string,
    users: readonly string[] | null,
    until: number,
  ) => Promise<string>
} {
  const key = `${prefix}{outbox}`
  return {
    tell: (message, users, until) =>
      run(scripts.tell, key, JSON.stringify({ message, users }), until),
    async take(limit, now, until) {
      const taken = await run<[string, string][]>(scripts.take, key, limit, now, until)
      return taken.map(([id, text]) => {
        const { message, users } = JSON.parse(text) as { message: string; users: string[] | null }
        return { id, message, users }
      })
    },
    async told(ids) {
      await run(scripts.told, key, ...ids)
    },
  }
}
