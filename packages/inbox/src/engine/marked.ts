import type { Row, RowChange, UserState } from '../backend.ts'
import { gain, write } from './commit.ts'
import type { Engine } from './engine.ts'
import { createView } from './view.ts'
import type { View } from './view.ts'

/** What a mark has done. */
export interface Marked {
  readonly changed: number
  /** After it. */
  readonly view: View
  /** Which ones; absent where nobody has looked at them one by one. */
  readonly ids?: readonly string[]
  /** Revisions of changed rows. */
  readonly revs: readonly number[]
  /** The revision of a mark of everything; 0 when it was none. */
  readonly readRev: number
}

/** A row as it was, and as a mark makes it. */
export interface Touched {
  readonly from: Row
  readonly to: RowChange
}

/** Writes what a mark has touched. */
export async function writeMark(
  engine: Engine,
  user: string,
  view: View,
  touched: readonly Touched[],
): Promise<Marked | undefined> {
  const { snapshot } = view
  if (touched.length === 0) return { changed: 0, view, ids: [], revs: [], readRev: 0 }
  const rows = touched.map(({ to }) => to)
  const add = gain(touched, snapshot.state?.readSeq ?? 0)
  const after = await write(engine, user, snapshot, { rows, steps: 1, add })
  return (
    after && {
      changed: rows.length,
      view: viewAfter(view, after, rows),
      ids: rows.map(({ id }) => id),
      revs: [after.rev],
      readRev: 0,
    }
  )
}

/** What a user has after a change, as far as counts and revision need it. */
export function viewAfter(
  { snapshot, broadcasts, marks }: View,
  state: UserState,
  rows: readonly RowChange[],
): View {
  const changed = new Map<string, Row>(marks)
  for (const row of rows)
    if (row.isBroadcast) changed.set(row.id, { ...row, rev: state.rev, key: null })
  return createView({ ...snapshot, state, rows: [], marks: [...changed.values()] }, broadcasts)
}

/** Both, of which the other one came later. */
export function joinMarks(one: Marked, other: Marked): Marked {
  return {
    ...other,
    changed: one.changed + other.changed,
    ids: [...(one.ids ?? []), ...(other.ids ?? [])],
    revs: [...one.revs, ...other.revs],
  }
}
