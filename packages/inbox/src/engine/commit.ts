import type { Change, Flags, Row, RowChange, Snapshot, UserState } from '../backend.ts'
import { busy } from '../errors.ts'
import type { Engine } from './engine.ts'
import { nothing, plus, tallyOf } from './transition.ts'

/** What is to be written, without what follows from the snapshot. */
export type Draft = Partial<Pick<Change, 'readSeq' | 'isBreak' | 'note' | 'add'>> & {
  readonly rows: readonly RowChange[]
  readonly steps: number
}

/** How often somebody tries again who finds that somebody else was faster. */
export const patience = 200

/**
 * Does a piece of work that reads a snapshot and writes what follows from it, again when somebody was faster.
 * @param work answers nothing when it was not written
 */
export async function insist<Result>(
  user: string,
  work: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let tried = 0; tried < patience; tried++) {
    const result = await work()
    if (result !== undefined) return result
  }
  throw busyInbox(user)
}

export function busyInbox(user: string): Error {
  return busy(`The inbox of ${JSON.stringify(user)}`)
}

/** Writes changes on the ground of a snapshot; answers nothing when somebody was faster. */
export async function write(
  { backend, newEpoch }: Engine,
  user: string,
  { state }: Snapshot,
  draft: Draft,
): Promise<UserState | undefined> {
  return backend.commit(user, {
    version: state?.version ?? 0,
    epoch: state?.epoch ?? newEpoch(),
    add: nothing,
    ...draft,
  })
}

/** A row with other flags. */
export function changeRow(
  row: Row,
  changes: Partial<Flags & Pick<RowChange, 'dueAt' | 'before' | 'isAnnounced'>>,
  step = 1,
): RowChange {
  const { id, isBroadcast, seq, arrivedAt, readAt, isPinned, archivedAt, removedAt } = row
  const { dueAt, isAnnounced } = row
  const flags = { readAt, isPinned, archivedAt, removedAt }
  return {
    id,
    isBroadcast,
    seq,
    arrivedAt,
    dueAt,
    isAnnounced,
    before: null,
    ...flags,
    ...changes,
    step,
  }
}

/** What the counts gain by changes of rows that are no broadcasts'. */
export function gain(rows: readonly { readonly from: Row; readonly to: Flags }[], readSeq: number) {
  let add = nothing
  for (const { from, to } of rows) {
    if (from.isBroadcast) continue
    add = plus(add, tallyOf(from, from.seq, readSeq), -1)
    add = plus(add, tallyOf(to, from.seq, readSeq))
  }
  return add
}
