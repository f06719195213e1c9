import { whenReady } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { RowQuery, Snapshot } from '../backend.ts'
import { withoutEntries } from './broadcasts.ts'
import { busyInbox, patience } from './commit.ts'
import type { Engine } from './engine.ts'
import { isBox } from './recipients.ts'
import { settleUser } from './settle.ts'
import { createView } from './view.ts'
import type { View } from './view.ts'

/** What a user has now, with nothing in it whose time is past; at once, where the backend answers at once. */
export function look(
  engine: Engine,
  user: string,
  query: RowQuery = { by: 'nothing' },
  inVain = 0,
): Awaitable<View> {
  const { backend, broadcasts, now } = engine
  return whenReady(backend.read(user, query), (snapshot) => {
    if (isDue(snapshot, now())) return settleAndLook(engine, user, query, inVain)
    return whenReady(broadcasts.asOf(snapshot.head), (all) =>
      createView(snapshot, isBox(user) ? withoutEntries(all) : all),
    )
  })
}

/** Others may be faster; but who never finds what is said to be due must not look for ever. */
async function settleAndLook(
  engine: Engine,
  user: string,
  query: RowQuery,
  inVain: number,
): Promise<View> {
  const vain = (await settleUser(engine, user)) ? 0 : 1
  if (inVain + vain >= patience) throw busyInbox(user)
  return look(engine, user, query, inVain + vain)
}

function isDue({ dueAt }: Snapshot, now: number): boolean {
  return dueAt !== null && dueAt <= now
}
