import {
  checkInboxFilter,
  checkLimit,
  compareItems,
  createInboxMatcher,
  encodeRevision,
  includesState,
  isId,
  isJsonObject,
  isStateOnly,
} from '@flashpost/core/protocol'
import type { InboxCounts, InboxPage, InboxQuery, StoredMessage } from '@flashpost/core'
import type { CheckedFilter, Revision } from '@flashpost/core/protocol'
import { refuse } from '../errors.ts'
import type { Inbox } from '../inbox.ts'
import type { Engine } from './engine.ts'
import { look } from './look.ts'
import { keyOf } from './recipients.ts'
import { decodeCursor, encodeCursor, refuseCursor } from './tokens.ts'
import type { Cursor } from './tokens.ts'
import { plus } from './transition.ts'
import { countsFrom, countsOf, itemOfEntry, itemOfRow, tallyOfMatching } from './view.ts'
import type { View } from './view.ts'

/** Everything that asks what there is. */
export function createReading(engine: Engine): Pick<Inbox, 'list' | 'get' | 'counts'> {
  return {
    list: async (user, query = {}) => listOf(engine, keyOf(user), query),
    async get(user, id) {
      if (!isId(id)) return undefined
      const view = await look(engine, keyOf(user), { by: 'id', ids: [id], bodies: true })
      const row = view.snapshot.rows.find(({ removedAt, seq }) => removedAt === null && seq > 0)
      if (row) return itemOfRow(view, row)
      const entry = view.broadcasts.find(id)
      return entry && itemOfEntry(view, entry)
    },
    async counts(user, filter) {
      const checked = filter === undefined ? undefined : checkInboxFilter(filter, engine.levels)
      const view = await look(engine, keyOf(user))
      if (!checked || isStateOnly(checked)) return countsIn(countsOf(view), checked?.state ?? 'all')
      const { tally } = await engine.backend.tally(user, { filter: checked, above: 0 })
      return countsFrom(plus(tally, tallyOfMatching(view, checked)))
    },
  }
}

/** Of all counts those that a state means. */
function countsIn(counts: InboxCounts, state: CheckedFilter['state']): InboxCounts {
  const of = (each: keyof InboxCounts) => (includesState(state, each) ? counts[each] : 0)
  return { unread: of('unread'), read: of('read'), archived: of('archived') }
}

/** What a view is as of. */
export function revisionOf({ snapshot: { state }, broadcasts: { head } }: View): Revision {
  return { epoch: `${head.epoch}${state?.epoch ?? ''}`, rev: state?.rev ?? 0, brev: head.rev }
}

/** Says whether an epoch is this inbox's. Who had nothing of their own then, and has now, goes on. */
export function isOfInbox(view: View, epoch: string): boolean {
  return epoch === view.broadcasts.head.epoch || epoch === revisionOf(view).epoch
}

/** Says whether a page of this inbox can have ended there. */
function isCursorOf(view: View, { epoch, seq, bseq }: Cursor): boolean {
  const { rev, brev } = revisionOf(view)
  return isOfInbox(view, epoch) && seq <= rev + 1 && bseq <= brev + 1
}

const top = Number.MAX_SAFE_INTEGER
const start = { seq: top, bseq: top }

/** A page of what a key names. */
export async function listOf(engine: Engine, user: string, query: InboxQuery): Promise<InboxPage> {
  if (!isJsonObject(query)) throw refuse('FLASH_ERR_FILTER', 'A query', query, 'Pass an object.')
  const { after, limit: asked, ...given } = query
  const filter = checkInboxFilter(given, engine.levels)
  const limit = checkLimit(asked)
  const from = after === undefined ? undefined : decodeCursor(after)
  const cursor = from ?? start
  const rows = { by: 'place', filter, below: cursor.seq, limit: limit + 1, bodies: true } as const
  const view = await look(engine, user, rows)
  const { epoch, ...revision } = revisionOf(view)
  if (from && !isCursorOf(view, from)) throw refuseCursor(after)
  const own = view.snapshot.rows.map((row) => itemOfRow(view, row))
  const all = [...own, ...broadcastsBelow(view, filter, cursor.bseq, limit + 1)].toSorted(
    compareItems,
  )
  const messages = all.slice(0, limit)
  return {
    messages,
    ...(all.length > limit && {
      next: encodeCursor({ epoch, ...lowest(messages, cursor, revision) }),
    }),
    counts: countsOf(view),
    revision: encodeRevision({ epoch, ...revision }),
  }
}

/** Newest first. */
function broadcastsBelow(
  view: View,
  filter: CheckedFilter,
  below: number,
  limit: number,
): readonly StoredMessage[] {
  const matches = createInboxMatcher(filter)
  const { live, countUpTo } = view.broadcasts
  const found: StoredMessage[] = []
  for (let index = countUpTo(below - 1) - 1; index >= 0 && found.length < limit; index--) {
    const item = itemOfEntry(view, live[index]!)
    if (item && matches(item)) found.push(item)
  }
  return found
}

/** Where a page has ended in each of the two logs; what comes now is no part of the pages that follow. */
function lowest(
  messages: readonly StoredMessage[],
  { seq, bseq }: Pick<Cursor, 'seq' | 'bseq'>,
  { rev, brev }: Pick<Revision, 'rev' | 'brev'>,
) {
  const places = (isBroadcast: boolean) =>
    messages
      .filter(({ broadcast = false }) => broadcast === isBroadcast)
      .map(({ position }) => position)
  return {
    seq: Math.min(seq, rev + 1, ...places(false)),
    bseq: Math.min(bseq, brev + 1, ...places(true)),
  }
}
