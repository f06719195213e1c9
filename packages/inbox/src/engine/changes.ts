import type { InboxChanges } from '@flashpost/core'
import { encodeRevision } from '@flashpost/core/protocol'
import type { Awaitable, Revision } from '@flashpost/core/protocol'
import { checkRevision } from './checks.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { isOfInbox, revisionOf } from './reading.ts'
import { countsOf, itemOfEntry, itemOfRow } from './view.ts'
import type { View } from './view.ts'

/** Above so many, to load anew is less. */
const limit = 500

/** What has changed in a user's inbox since a revision. */
export async function changesSince(
  engine: Engine,
  user: string,
  since: string | undefined,
): Promise<InboxChanges> {
  const from = since === undefined ? undefined : checkRevision(since)
  return changesIn(await lookForChanges(engine, user, from), from)
}

/** A user's inbox, and what has changed in it since a revision. */
export function lookForChanges(
  engine: Engine,
  user: string,
  from: Revision | undefined,
): Awaitable<View> {
  if (!from) return look(engine, user)
  const { rev: above } = from
  const range = { by: 'revision', above, upTo: Number.MAX_SAFE_INTEGER, removed: true } as const
  return look(engine, user, { ...range, limit: limit + 1, bodies: true })
}

export function changesIn(view: View, from: Revision | undefined): InboxChanges {
  const counts = countsOf(view)
  const revision = encodeRevision(revisionOf(view))
  const rest = from && isFollowed(view, from) ? difference(view, from) : undefined
  if (!rest || rest.changed.length + rest.removed.length > limit)
    return { reset: true, changed: [], removed: [], counts, revision }
  return { reset: false, ...rest, counts, revision }
}

/** Says whether everything since a revision is known. */
function isFollowed(view: View, from: Revision): boolean {
  const { snapshot, broadcasts } = view
  const { head } = broadcasts
  const { rev, brev } = revisionOf(view)
  const [floor, logFloor] = [snapshot.state?.floor ?? 0, head.floor]
  return (
    isOfInbox(view, from.epoch) &&
    from.rev <= rev &&
    from.brev <= brev &&
    from.rev >= floor &&
    from.brev >= logFloor
  )
}

function difference(
  view: View,
  from: Revision,
): Pick<InboxChanges, 'read' | 'changed' | 'removed'> {
  const { snapshot, broadcasts, marks, note } = view
  const isGone = ({ removedAt }: { readonly removedAt: number | null }) => removedAt !== null
  const entries = new Set(broadcasts.changedSince(from.brev))
  for (const { id, rev } of marks.values()) {
    const entry = rev > from.rev && broadcasts.find(id)
    if (entry) entries.add(entry)
  }
  const items = [...entries].map((entry) => ({ entry, item: itemOfEntry(view, entry) }))
  const rows = snapshot.rows
  return {
    ...((snapshot.state?.readRev ?? 0) > from.rev && { read: note.reads }),
    changed: [
      ...rows.filter((row) => !isGone(row)).map((row) => itemOfRow(view, row)),
      ...items.flatMap(({ item }) => item ?? []),
    ],
    removed: [
      ...rows.filter((row) => isGone(row) && row.seq <= from.rev).map(({ id }) => id),
      ...items.filter(({ item }) => !item).map(({ entry }) => entry.id),
    ],
  }
}
