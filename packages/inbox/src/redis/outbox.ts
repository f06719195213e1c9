import type { Outbox, Tiding } from '../backend.ts'
import type { Bodies } from './bodies.ts'
import type { Keys } from './keys.ts'
import type { Scripts } from './run-script.ts'
import { hasRow } from './user-reads.ts'

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

/** What is to be told, and what somebody may have left undone. */
export interface RedisOutbox extends Outbox {
  /** Writes down what is to be told, before it is done. */
  readonly tell: (
    message: string,
    users: readonly string[] | null,
    until: number,
  ) => Promise<string>
  /** Writes down that users may never get a message of which the body is there. */
  readonly doubt: (message: string, users: readonly string[], now: number) => Promise<string>
}

/** What the outbox keeps. */
interface Entry extends Omit<Tiding, 'id'> {
  readonly isDoubt?: boolean
}

/** Who is in the middle of sending has long ended that by then, in milliseconds, however slow the process is. */
const doubtFor = 86_400_000

/**
 * The outbox, in Redis. It is in another slot than what it tells of, so it is written before that, and who takes something out
 * of it looks what was done.
 */
export function createOutbox({ run }: Scripts, keys: Keys, bodies: Bodies): RedisOutbox {
  const key = keys.outbox
  const write = (entry: Entry, until: number): Promise<string> =>
    run(scripts.tell, key, JSON.stringify(entry), until)
  const doubt = (message: string, users: readonly string[], now: number) =>
    write({ message, users, isDoubt: true }, now + doubtFor)

  /** Ends what somebody has left behind; answers with what is to be told of it. */
  async function settle(
    id: string,
    { message, users, isDoubt }: Entry,
    now: number,
  ): Promise<readonly Tiding[]> {
    if (users === null) return [{ id, message, users }]
    const has = await Promise.all(
      users.map((user) => run<number>(hasRow, keys.user(user), message)),
    )
    const missing = users.filter((_, index) => has[index] === 0)
    const got = users.filter((_, index) => has[index] === 1)
    if (isDoubt) await bodies.forget(message, missing)
    else if (missing.length > 0) await doubt(message, missing, now)
    if (!isDoubt && got.length > 0) return [{ id, message, users: got }]
    await run(scripts.told, key, id)
    return []
  }

  return {
    tell: (message, users, until) => write({ message, users }, until),
    doubt,
    async take(limit, now, until) {
      const taken = await run<[string, string][]>(scripts.take, key, limit, now, until)
      const settled = await Promise.all(
        taken.map(([id, text]) => settle(id, JSON.parse(text) as Entry, now)),
      )
      return settled.flat()
    },
    async told(ids) {
      await run(scripts.told, key, ...ids)
    },
  }
}
