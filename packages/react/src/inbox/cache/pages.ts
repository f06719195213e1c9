import type { InboxChanges, InboxPage, StoredMessage } from '@flashpost/core'
import {
  applyChanges,
  compareItems,
  decodeRevision,
  isSameInbox,
  isUpTo,
} from '@flashpost/core/protocol'
import type { InboxPlace, Revision } from '@flashpost/core/protocol'
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

/** Brings every page of a list to what a step makes of it; `undefined` for those that stay. The same array when all stay. */
export function updatePages(
  pages: readonly CachedPage[],
  matches: Matches,
  update: (page: CachedPage) => { readonly step: Step; readonly as?: InboxChanges } | undefined,
): readonly CachedPage[] {
  let hasChanged = false
  const next = pages.map((page, index) => {
    const change = update(page)
    if (!change) return page
    const messages = place(pages, index, matches, change.step)
    const { counts, revision } = change.as ?? page
    if (messages === page.messages && revision === page.revision) return page
    hasChanged = true
    return { ...page, messages, counts, revision, edge: edgeOf(page) }
  })
  return hasChanged ? next : pages
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
    updatePages(pages, matches, ({ revision }) =>
      !covers(revision, changes.revision) && since !== undefined && covers(revision, since)
        ? { step, as: changes }
        : undefined,
    )
}

/** Takes what the server has done over into pages that do not know it; later changes say the same. */
export function byAnswer(step: Step, revision: string): Update {
  return (pages, matches) =>
    updatePages(pages, matches, (page) => (covers(page.revision, revision) ? undefined : { step }))
}

/** Says whether who is at one revision knows all that is known at another. */
export function covers(revision: string, other: string): boolean {
  const [one, two] = [decodeRevision(revision), decodeRevision(other)]
  return one !== undefined && two !== undefined && isSameInbox(two, one) && isNotAfter(two, one)
}

function isNotAfter(one: Revision, other: Revision): boolean {
  return one.rev <= other.rev && one.brev <= other.brev
}

/** The revision that each of some knows all of. */
export function oldestOf(revisions: readonly string[]): Revision | undefined {
  const [first, ...rest] = revisions.flatMap((each) => decodeRevision(each) ?? [])
  return (
    first &&
    rest.reduce(
      ({ epoch, rev, brev }, next) => ({
        // The shorter one is from before the first message.
        epoch: next.epoch.length < epoch.length ? next.epoch : epoch,
        rev: Math.min(rev, next.rev),
        brev: Math.min(brev, next.brev),
      }),
      first,
    )
  )
}

/** Puts messages over those that are known. */
export function cover(known: Items, items: ChangedItems): Items {
  const next = new Map(known)
  for (const [id, item] of items)
    if (item) next.set(id, item)
    else next.delete(id)
  return next
}
