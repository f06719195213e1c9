import type { InboxCounts, InboxFilter, InboxMark, StoredMessage } from '@flashpost/core'
import {
  createTargetMatcher,
  decodeRevision,
  includesState,
  isStateOnly,
  markItem,
  stateOf,
} from '@flashpost/core/protocol'
import type { CheckedFilter, CheckedTarget } from '@flashpost/core/protocol'
import type { MessagesClient } from '../../client.ts'
import type { ChangedItems, Items } from '../cache/pages.ts'
import { checkFilter } from '../filters.ts'

/** What a user has done, and the server has not taken note of yet. Plain data, which is kept over a reload. */
export interface Operation {
  readonly id: string
  /** When, in milliseconds since the epoch. */
  readonly at: number
  /** What is as of when it was done: of whom it is. */
  readonly of: string
  readonly mark: InboxMark | 'undo'
  readonly ids?: readonly string[] | undefined
  /** @default of */
  readonly upTo?: string | undefined
  readonly filter?: InboxFilter | undefined
  /** What an undo takes back: an operation that may still be under way. */
  readonly undoes?: string
  /** What takes that back on the server, once it is known. */
  readonly token?: string
  /** The messages as they were before that, as far as they were known. */
  readonly before?: readonly StoredMessage[]
}

/** What some operations make of the messages that are known, and of counts. */
export interface Layer {
  /** Those that they change. */
  readonly items: ChangedItems
  readonly counts: InboxCounts
}

type Counts = { -readonly [State in keyof InboxCounts]: number }

const none: InboxCounts = { unread: 0, read: 0, archived: 0 }
const states = ['unread', 'read', 'archived'] as const

/** Lays operations over what the server said, in their order. */
export function layOver(
  client: MessagesClient,
  operations: readonly Operation[],
  known: Items,
  given = none,
): Layer {
  const items = new Map<string, StoredMessage | undefined>()
  const counts: Counts = { ...given }
  const move = (from: StoredMessage | undefined, to: StoredMessage | undefined, id: string) => {
    if (from === to) return
    if (from) counts[stateOf(from)]--
    if (to) counts[stateOf(to)]++
    items.set(id, to)
  }
  const now = (id: string) => (items.has(id) ? items.get(id) : known.get(id))
  for (const { mark, at, before = [], ...said } of operations) {
    if (mark === 'undo') {
      for (const item of before) move(now(item.id), item, item.id)
      continue
    }
    const target = targetOf(client, said)
    if (!target) continue
    const meant = 'ids' in target ? target.ids : new Set([...known.keys(), ...items.keys()])
    const rest = unknownOf(counts, [...meant].map(now))
    const matches = createTargetMatcher(target)
    for (const id of meant) {
      const item = now(id)
      if (item && matches(item)) move(item, markItem(item, mark, at), id)
    }
    if ('upTo' in target) moveRest(counts, rest, mark, target.filter)
  }
  for (const state of states) counts[state] = Math.max(0, counts[state])
  return { items, counts }
}

/** Whom an operation concerns; nothing for what cannot be understood. */
function targetOf(
  client: MessagesClient,
  { ids, of, upTo = of, filter }: Pick<Operation, 'ids' | 'of' | 'upTo' | 'filter'>,
): CheckedTarget | undefined {
  if (ids) return { ids }
  const revision = decodeRevision(upTo)
  return revision && { upTo: revision, filter: filter && checkFilter(client, filter) }
}

/** How many are in each state beside those that are known: they are further down than any list has been loaded. */
function unknownOf(counts: InboxCounts, known: readonly (StoredMessage | undefined)[]): Counts {
  const rest: Counts = { ...counts }
  for (const item of known) if (item) rest[stateOf(item)]--
  return rest
}

/** Counts what a mark makes of those that nobody has loaded, where that can be told. */
function moveRest(
  counts: Counts,
  rest: Counts,
  mark: InboxMark,
  filter: CheckedFilter | undefined,
): void {
  // What comes out of the archive is read or unread as it was, which only the server knows.
  if (mark === 'unarchive' || (filter && !isStateOnly(filter))) return
  for (const state of states) {
    if (filter && !includesState(filter.state, state)) continue
    const number = Math.max(0, rest[state])
    counts[state] -= number
    if (mark === 'archive') counts.archived += number
    else if (mark !== 'remove') counts[state === 'archived' ? state : mark] += number
  }
}
