import { isPending, whenReady } from '@flashpost/core/protocol'
import type { Awaitable, Fate } from '@flashpost/core/protocol'
import type { FlashStorage } from '../storage.ts'
import { readPart } from './read.ts'
import { isConcerned, leavesWithResponse, mayHold, unheld } from './visit.ts'
import type { Visit } from './visit.ts'

const none: readonly string[] = []

/**
 * What a client has acknowledged goes everywhere. What a template has shown goes at once only where it leaves with the
 * response: a page that is cut off has shown nothing.
 */
export function removeShown(visit: Visit): Awaitable<unknown> {
  const { fates, stale } = visit
  if (fates.size === 0 && stale.length === 0) return undefined
  const acknowledged = idsOf(fates, isAcknowledged)
  const atOnce = joined(stale, acknowledged)
  const withResponse = joined(atOnce, idsOf(fates, isRead))
  if (acknowledged.length > 0) {
    visit.isKnown = visit.parts.some(
      ({ timing }, index) => !timing?.follow && mayHold(visit, index),
    )
    remember(visit, acknowledged)
  }
  return removeFrom(visit, 'shown', (part) => (leavesWithResponse(part) ? withResponse : atOnce))
}

/** What is given up goes. What has replaced it must be held before, and for good before a server forgets the other. */
export function removeDropped(visit: Visit): Awaitable<unknown> {
  const { fates } = visit
  const given = idsOf(fates, isGivenUp)
  if (given.length === 0) return undefined
  const isReplaced = (id: string) => fates.get(id) === 'replaced'
  const waiting = new Set(unheld(visit).flatMap(({ pending }) => pending.message.key ?? []))
  const ids = given.filter((id) => !isReplaced(id) || !waiting.has(keyOf(visit, id) ?? ''))
  const atOnce = ids.filter((id) => !isReplaced(id))
  const cleared = atOnce.filter((id) => fates.get(id) === 'cleared')
  const removed = removeFrom(visit, 'dropped', (part) => {
    // Who keeps copies keeps them when another user comes, or the time is over.
    if (part.timing?.follow) return cleared
    return leavesWithResponse(part) ? ids : atOnce
  })
  return whenReady(removed, () => {
    for (const entry of visit.entries) {
      if (ids.includes(entry.pending.message.id)) Object.assign(entry, { isHeld: false, next: 0 })
    }
  })
}

/** What a template has shown, and what was replaced, goes from servers when the response was sent to its end. */
export function removeDelivered(visit: Visit, ids: readonly string[]): void {
  const isShown = (id: string) => visit.fates.get(id) === 'read'
  const [shown, replaced] = [ids.filter(isShown), ids.filter((id) => !isShown(id))]
  const onServer = (wanted: readonly string[]) => (part: FlashStorage) =>
    leavesWithResponse(part) ? none : wanted
  void removeFrom(visit, 'shown', onServer(shown))
  void removeFrom(visit, 'dropped', onServer(replaced))
}

/** An old cookie may come back with a request that was under way; what it held is known to be shown. */
function remember(visit: Visit, acknowledged: readonly string[]): void {
  const { parts, shown } = visit
  for (const [index, part] of parts.entries()) {
    if (!leavesWithResponse(part) || !mayHold(visit, index)) continue
    const held = visit.found[index] ?? readPart(visit, part)
    if (isPending(held)) continue
    for (const { message } of held) if (acknowledged.includes(message.id)) shown.add(message.id)
  }
}

function removeFrom(
  visit: Visit,
  why: 'shown' | 'dropped',
  idsFor: (part: FlashStorage) => readonly string[],
): Awaitable<unknown> {
  const { parts, context, caller } = visit
  let pending: Promise<unknown>[] | undefined
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!
    const ids = idsFor(part)
    if (ids.length === 0) continue
    const { timing } = part
    if (!timing?.follow && !isConcerned(visit, index)) continue
    const remove = () =>
      timing?.follow
        ? whenReady(
            timing.follow(context, ids, why),
            (isKnown) => ((visit.isKnown ||= isKnown), true),
          )
        : whenReady(part.remove(context, ids, why), () => true)
    const done = caller.call(part, 'remove', remove, false)
    if (isPending(done)) (pending ??= []).push(done.then((isRemoved) => note(visit, isRemoved)))
    else note(visit, done)
  }
  return pending && Promise.all(pending)
}

function note(visit: Visit, isRemoved: boolean): void {
  visit.isForgotten &&= isRemoved
}

function keyOf({ found, entries }: Visit, id: string): string | undefined {
  const all = [...found.flat(), ...entries.map(({ pending }) => pending)]
  return all.find(({ message }) => message.id === id)?.message.key
}

function idsOf(
  fates: ReadonlyMap<string, Fate>,
  isMeant: (fate: Fate) => boolean,
): readonly string[] {
  if (fates.size === 0) return none
  let ids: string[] | undefined
  for (const [id, fate] of fates) if (isMeant(fate)) (ids ??= []).push(id)
  return ids ?? none
}

const isAcknowledged = (fate: Fate) => fate === 'acknowledged'
const isRead = (fate: Fate) => fate === 'read'
const isGivenUp = (fate: Fate) => !isAcknowledged(fate) && !isRead(fate)

function joined(one: readonly string[], other: readonly string[]): readonly string[] {
  if (other.length === 0) return one
  return one.length === 0 ? other : [...one, ...other]
}
