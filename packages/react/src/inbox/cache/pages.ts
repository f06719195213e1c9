import type { InboxChanges, InboxPage, StoredMessage } from '@flashpost/core'
import {
  applyChanges,
  compareItems,
  decodeRevision,
  encodeRevision,
  isSameInbox,
  isUpTo,
} from '@flashpost/core/protocol'
import type { InboxPlace } from '@flashpost/core/protocol'
import type { InboxNews } from '../../client.ts'

/** A page in the query cache. */
export interface CachedPage extends InboxPage {
  /** Where it ends, whatever has become of the message there. */
  readonly edge?: InboxPlace | undefined
}

/** Messages by their ids. */
export type Items = ReadonlyMap<string, StoredMessage>

/** What messages have become; `undefined` for those that are not there any more. */
export type ChangedItems = ReadonlyMap<string, StoredMessage | undefined>

/** What becomes of the messages that a page knows. */
export type Step = (known: Items) => Items

/** Says whether a list is to have a message. */
export type Matches = (item: StoredMessage) => boolean

/** What becomes of a list. */
export type Update = (pages: readonly CachedPage[], matches: Matches) => readonly CachedPage[]

/**
 * Brings every page of a list to what its step makes of it, `false` for those that stay. The same array when all stay.
 * @param as what changed pages are as of from now on; by default what they were
 */
export function updatePages(
  pages: readonly CachedPage[],
  matches: Matches,
  stepOf: (page: CachedPage) => Step | false,
  as?: InboxChanges,
): readonly CachedPage[] {
  const next = pages.map((page, index) => {
    const step = stepOf(page)
    if (!step) return page
    const messages = place(pages, index, matches, step)
    const { counts, revision } = as ?? page
    if (messages === page.messages && revision === page.revision) return page
    return { ...page, messages, counts, revision, edge: edgeOf(page) }
  })
  return next.some((page, index) => page !== pages[index]) ? next : pages
}

/** What a page has after a step: what it had, and what came, if the list is to have it and it stands there. */
function place(
  pages: readonly CachedPage[],
  index: number,
  matches: Matches,
  step: Step,
): readonly StoredMessage[] {
  const page = pages[index]!
  const known: Items = new Map(page.messages.map((item) => [item.id, item]))
  const after = step(known)
  const [above, below] = [pages[index - 1], page.next !== undefined && edgeOf(page)]
  const top = above && edgeOf(above)
  const isHere = (item: StoredMessage) =>
    (!top || compareItems(item, top) > 0) && (!below || compareItems(item, below) <= 0)
  const messages = [...after.values()].filter(
    (item) => item === known.get(item.id) || (matches(item) && isHere(item)),
  )
  const isSame =
    messages.length === known.size && messages.every((item) => item === known.get(item.id))
  return isSame ? page.messages : messages.toSorted(compareItems)
}

function edgeOf({ edge, messages }: CachedPage): InboxPlace | undefined {
  return edge ?? messages.at(-1)
}

/** Brings lists up to date by news; pages that know them already stay, and so do those that lack what came before. */
export function byNews({ since, changes }: InboxNews): Update {
  const [from, to] = [decodeRevision(since), decodeRevision(changes.revision)]
  const named = new Set(changes.changed.map(({ id }) => id))
  // What came after that and is not named is gone again: who did not know of it is not told.
  const isGone = (item: StoredMessage) =>
    from && to && !isUpTo(item, from) && isUpTo(item, to) && !named.has(item.id)
  const step: Step = (known) =>
    applyChanges(new Map([...known].filter(([, item]) => !isGone(item))), changes)
  return (pages, matches) =>
    updatePages(
      pages,
      matches,
      ({ revision }) => !covers(revision, changes.revision) && covers(revision, since) && step,
      changes,
    )
}

/** Takes what the server has done over into pages that do not know it; later changes say the same. */
export function byAnswer(step: Step, revision: string): Update {
  return (pages, matches) =>
    updatePages(pages, matches, (page) => !covers(page.revision, revision) && step)
}

/** Says whether somebody who knew an inbox at one revision may go on from there to another: both are of one inbox. */
export function areOfOne(known: string | undefined, next: string | undefined): boolean {
  const [one, two] = [decodeRevision(known), decodeRevision(next)]
  return !!one && !!two && isSameInbox(one, two)
}

/** Says whether who is at one revision knows all that is known at another. Who is at none, knows nothing. */
export function covers(revision: string | undefined, other: string | undefined): boolean {
  const [one, two] = [decodeRevision(revision), decodeRevision(other)]
  return !!one && !!two && isSameInbox(two, one) && two.rev <= one.rev && two.brev <= one.brev
}

/** The revision that each of some knows all of. */
export function oldestOf(revisions: readonly string[]): string | undefined {
  const all = revisions.flatMap((each) => decodeRevision(each) ?? [])
  // The shortest one is from before the first message.
  const [first] = all.toSorted((one, other) => one.epoch.length - other.epoch.length)
  const leastOf = (part: 'rev' | 'brev') => Math.min(...all.map((each) => each[part]))
  return first && encodeRevision({ ...first, rev: leastOf('rev'), brev: leastOf('brev') })
}

/** Puts messages over those that are known. */
export function cover(known: Items, items: ChangedItems): Items {
  const next = new Map(known)
  for (const [id, item] of items)
    if (item) next.set(id, item)
    else next.delete(id)
  return next
}
