import type { RowQuery, Snapshot } from '../backend.ts'
import { withoutEntries } from './broadcasts.ts'
import { busyInbox, patience } from './commit.ts'
import type { Engine } from './engine.ts'
import { isBox } from './recipients.ts'
import { settleUser } from './settle.ts'
import { createView } from './view.ts'
import type { View } from './view.ts'

/** What a user has now, with nothing in it whose time is past. */
export async function look(
  engine: Engine,
  user: string,
  query: RowQuery = { by: 'nothing' },
): Promise<View> {
  const { backend, broadcasts, now } = engine
  for (let inVain = 0; ;) {
    const snapshot = await backend.read(user, query)
    if (!isDue(snapshot, now())) {
      const all = await broadcasts.asOf(snapshot.head)
      return createView(snapshot, isBox(user) ? withoutEntries(all) : all)
    }
    // Others may be faster; but who never finds what is said to be due must not look for ever.
    if (!(await settleUser(engine, user)) && ++inVain >= patience) throw busyInbox(user)
  }
}

function isDue({ dueAt }: Snapshot, now: number): boolean {
  return dueAt !== null && dueAt <= now
}
