import type { Added, Addition } from '../backend.ts'
import type { Bodies } from './bodies.ts'
import * as bodyScripts from './body-scripts.ts'
import type { Keys } from './keys.ts'
import type { RedisOutbox } from './outbox.ts'
import { toJson } from './records.ts'
import { refuseTransaction } from './refuse-transaction.ts'
import type { Scripts } from './run-script.ts'
import * as writes from './user-writes.ts'

/** What is in other slots than a user's rows. */
export interface Elsewhere {
  readonly keys: Keys
  readonly bodies: Bodies
  readonly outbox: RedisOutbox
}

/**
 * Stores a message for users, one script each. What a row needs is there before it, and before all of it the outbox knows:
 * by that, somebody tells of it, and takes away what was left of it, if this process ends in between.
 */
export async function addMessage(
  { run }: Scripts,
  { keys, bodies, outbox }: Elsewhere,
  addition: Addition,
): Promise<Added> {
  refuseTransaction(addition.transaction)
  const { body, users, isStored, at, now, toldUntil } = addition
  const { id } = body.message
  const isTold = isStored && at === null
  const tiding = await (isTold ? outbox.tell(id, users, toldUntil) : outbox.doubt(id, users, now))
  await bodies.write(body, users)
  await run(bodyScripts.register, keys.registry, ...users)
  if (at !== null) await run(bodyScripts.hide, keys.hidden, at, ...users)
  const values = toJson(addition)
  const done = await Promise.all(
    users.map((user, index) => {
      const epoch = `${addition.epoch}${index}`
      return run<number | string>(writes.add, keys.user(user), JSON.stringify({ ...values, epoch }))
    }),
  )
  const got = users.filter((_, index) => done[index] === 1)
  const existing = done.find((each) => typeof each === 'string')
  await bodies.forget(
    id,
    users.filter((_, index) => done[index] !== 1 && done[index] !== id),
  )
  const isOver = !isTold || got.length === 0
  if (isOver) await outbox.told([tiding])
  return {
    users: got,
    ...(existing !== undefined && { existing }),
    ...(!isOver && { tiding }),
  }
}
