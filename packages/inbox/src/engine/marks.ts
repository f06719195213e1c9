import type { InboxMark } from '@flashpost/core'
import { createInboxMatcher } from '@flashpost/core/protocol'
import type { CheckedFilter, Revision } from '@flashpost/core/protocol'
import type { LogEntry, Row } from '../backend.ts'
import { checkUpTo } from './check-up-to.ts'
import { changeRow, insist } from './commit.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { joinMarks, writeMark } from './marked.ts'
import type { Marked, Touched } from './marked.ts'
import { readUpTo } from './note.ts'
import { transition, writeBefore } from './transition.ts'
import { itemOfEntry, untouched } from './view.ts'
import type { View } from './view.ts'

/** How many rows one transaction changes at most, so that others get their turn. */
const batch = 500

/** Marks messages by their ids. Ids that the user does not have are passed over. */
export function markIds(
  engine: Engine,
  user: string,
  mark: InboxMark,
  ids: readonly string[],
): Promise<Marked> {
  return insist(user, async () => {
    const view = await look(engine, user, { by: 'id', ids })
    const own = view.snapshot.rows.filter(({ seq }) => seq > 0)
    const entries = ids.flatMap((id) => view.broadcasts.find(id) ?? [])
    return writeMark(engine, user, view, marksOf(engine, view, mark, own, entries))
  })
}

/** Marks what a filter means, batch after batch, from the newest that was there at a revision. */
export async function markMatching(
  engine: Engine,
  user: string,
  mark: InboxMark,
  upTo: Revision,
  filter: CheckedFilter,
): Promise<Marked> {
  const matches = createInboxMatcher(filter)
  const isReading = mark === 'read' && (filter.state === 'inbox' || filter.state === 'unread')
  const rows: CheckedFilter = isReading ? { ...filter, state: 'unread' } : filter
  let all: Marked | undefined
  for (let below = upTo.rev + 1; ;) {
    const query = { by: 'place', filter: rows, below, limit: batch } as const
    let last: Row | undefined
    const isFirst = all === undefined
    const marked = await insist(user, async () => {
      const view = await look(engine, user, query)
      checkUpTo(view, upTo)
      const own = view.snapshot.rows
      last = own.length < batch ? undefined : own.at(-1)
      const entries = isFirst ? view.broadcasts.live.filter((entry) => isMeant(view, entry)) : []
      return writeMark(engine, user, view, marksOf(engine, view, mark, own, entries))
    })
    all = all ? joinMarks(all, marked) : marked
    if (!last) return all
    below = last.seq
  }

  function isMeant(view: View, entry: LogEntry): boolean {
    const item = entry.seq <= upTo.brev && itemOfEntry(view, entry)
    return item ? matches(item) : false
  }
}

/** What a mark makes of rows and of broadcasts; those that it changes. */
function marksOf(
  { now }: Engine,
  { snapshot: { state }, note, marks }: View,
  mark: InboxMark,
  rows: readonly Row[],
  entries: readonly LogEntry[],
): readonly Touched[] {
  const at = now()
  const { brev } = readUpTo(note)
  const touch = (from: Row, readSeq: number): readonly Touched[] => {
    const { readAt, isPinned, archivedAt, removedAt } = from
    const flags = { readAt, isPinned, archivedAt, removedAt }
    const to = transition(flags, mark, from.seq, readSeq, at)
    if (!to) return []
    const dueAt = to.removedAt === null ? from.dueAt : null
    const before = writeBefore(from, to, from.seq, readSeq)
    return [{ from, to: changeRow(from, { ...to, dueAt, before }) }]
  }
  return [
    ...rows.flatMap((row) => touch(row, state?.readSeq ?? 0)),
    ...entries
      .filter(({ removedAt }) => removedAt === null)
      .flatMap((entry) => touch(marks.get(entry.id) ?? rowOfEntry(entry), brev)),
  ]
}

/** A user's own part of a broadcast that the user has not marked yet. */
function rowOfEntry({ id, seq, arrivedAt }: LogEntry): Row {
  return {
    ...untouched,
    id,
    isBroadcast: true,
    seq,
    rev: 0,
    arrivedAt,
    dueAt: null,
    key: null,
    isAnnounced: false,
    before: null,
  }
}
