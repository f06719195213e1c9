import type { RowQuery, Snapshot } from '../backend.ts'
import type { Engine } from './engine.ts'
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
  let snapshot: Snapshot
  while (isDue((snapshot = await backend.read(user, query)), now())) await settleUser(engine, user)
  return createView(snapshot, await broadcasts.asOf(snapshot.head))
}

function isDue({ dueAt }: Snapshot, now: number): boolean {
  return dueAt !== null && dueAt <= now
}
