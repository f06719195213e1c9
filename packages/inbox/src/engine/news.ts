import type { InboxChanges, StoredMessage, Turns } from '@flashpost/core'
import { isUpTo, whenReady } from '@flashpost/core/protocol'
import type { Awaitable, Revision } from '@flashpost/core/protocol'
import { announcedLimit, isToShow } from './announcing.ts'
import { changesIn, lookForChanges } from './changes.ts'
import { checkRevision } from './checks.ts'
import type { Engine } from './engine.ts'
import { leavesTime, standingTurn } from './standing.ts'
import { isRunning } from './turns.ts'
import type { View } from './view.ts'

/** What a subscriber is told. */
export interface News {
  readonly changes: InboxChanges
  /** What of it the subscriber's reader may show, where that is known from the same look. */
  readonly turns?: Turns
}

/** What has come for a user since a revision, and for a reader what of that it may show. */
export function newsSince(
  engine: Engine,
  user: string,
  since: string | undefined,
  reader: string | undefined,
): Awaitable<News> {
  const from = since === undefined ? undefined : checkRevision(since)
  return whenReady(lookForChanges(engine, user, from), (view) => {
    const changes = changesIn(view, from)
    const turns =
      from && reader !== undefined ? turnsIn(engine, view, changes, from, reader) : undefined
    return turns ? { changes, turns } : { changes }
  })
}

/** Nothing where there is more to know than what has changed, or something to write. */
function turnsIn(
  { processId, now: readClock }: Engine,
  view: View,
  { reset, changed }: InboxChanges,
  from: Revision,
  reader: string,
): Turns | undefined {
  const now = readClock()
  if (reset || changed.length > announcedLimit || !isAllKnown(view, from)) return undefined
  const messages: StoredMessage[] = []
  let until = Infinity
  for (const message of changed) {
    if (!isAnnounced(view, message) || !isToShow(message, now)) continue
    const turn = standingTurn(view.note.standing, message)
    const isWritten = view.note.turns.some(([id]) => id === message.id)
    // What was there before may be somebody's without having changed.
    if (!turn || isWritten || isUpTo(message, from)) return undefined
    const isGiven = turn[1] === reader && view.note.standing?.[2] === processId
    if (isGiven && leavesTime(turn, now)) messages.push(message)
    else if (turn[1] !== reader && isRunning(turn, now)) until = Math.min(until, turn[2])
    else return undefined
  }
  return until < Infinity ? { messages, until } : { messages }
}

/** Each change takes a revision: one that nothing tells of is of what is only announced. */
function isAllKnown({ snapshot: { state, rows }, marks }: View, from: Revision): boolean {
  if (!state || state.rev === from.rev) return true
  const revs = new Set([state.readRev, ...rows.map(({ rev }) => rev)])
  for (const { rev } of marks.values()) revs.add(rev)
  let known = 0
  for (const rev of revs) if (rev > from.rev) known++
  return known === state.rev - from.rev
}

function isAnnounced({ snapshot, broadcasts, note }: View, item: StoredMessage): boolean {
  if (!item.broadcast) return snapshot.rows.some((row) => row.id === item.id && row.isAnnounced)
  return item.position > note.announced && broadcasts.find(item.id)?.isAnnounced === true
}
