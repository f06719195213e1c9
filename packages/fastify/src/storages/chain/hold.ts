import type { PendingMessage } from '@flashpost/core'
import { inTurn, whenReady } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import { leavesWithResponse, unheld } from './visit.ts'
import type { Entry, Visit } from './visit.ts'

/** Has the parts that answer at once hold a message that was added just now. */
export function addAtOnce(visit: Visit, pending: PendingMessage): void {
  const { parts, context, caller, entries } = visit
  context.identify()
  const entry: Entry = { pending, next: 0, isHeld: false, user: context.user, isOld: false }
  entries.push(entry)
  while (!entry.isHeld && entry.next < parts.length && leavesWithResponse(parts[entry.next]!)) {
    const part = parts[entry.next++]!
    const rest = caller.call(part, 'add', () => part.add(context, [pending]), undefined)
    entry.isHeld = Array.isArray(rest) && rest.length === 0
  }
}

/** Has the parts hold what none has held so far, all anew for another answer: the one before may have let it go. */
export function holdAdded(visit: Visit): Awaitable<unknown> {
  const entries = unheld(visit)
  if (visit.before) for (const entry of entries) entry.next = 0
  return addToParts(visit, entries)
}

/** Has parts save what was changed, and what one has lost hold of held by the next. */
export function commit(visit: Visit): Awaitable<unknown> {
  const { parts, context, caller } = visit
  return inTurn(parts, (part, index) => {
    const { timing } = part
    if (!timing?.commit) return undefined
    const lost: Awaitable<readonly PendingMessage[] | undefined> = caller.call<
      readonly PendingMessage[] | undefined
    >(part, 'commit', () => timing.commit!(context), undefined)
    return whenReady(lost, (messages) => {
      if (messages?.length === 0) return undefined
      if (messages) return addToParts(visit, retake(visit, messages, index + 1))
      visit.isForgotten = false
      const held = visit.entries.filter(({ isHeld, next }) => isHeld && next === index + 1)
      for (const entry of held) entry.isHeld = false
      return addToParts(visit, held)
    })
  })
}

function addToParts(visit: Visit, entries: readonly Entry[]): Awaitable<unknown> {
  if (entries.length === 0) return undefined
  const { parts, context, caller } = visit
  return inTurn(parts, (part, index) => {
    const waiting = entries.filter(({ isHeld, next }) => !isHeld && next <= index)
    if (waiting.length === 0) return undefined
    const messages = waiting.map(({ pending }) => pending)
    const rest: Awaitable<unknown> = caller.call<unknown>(
      part,
      'add',
      () => part.add(context, messages),
      undefined,
    )
    return whenReady(rest, (left) => {
      for (const entry of waiting) {
        entry.isHeld = Array.isArray(left) && !left.includes(entry.pending)
        entry.next = index + 1
      }
    })
  })
}

/** Takes messages back from a part that has lost hold of them. Not all of them were added by this request. */
export function retake(
  { entries, fates }: Visit,
  lost: readonly PendingMessage[],
  next: number,
): readonly Entry[] {
  return lost
    .filter(({ message }) => !fates.has(message.id))
    .map((pending) => {
      const known = entries.find((entry) => entry.pending.message.id === pending.message.id)
      const entry = known ?? { pending, next, isHeld: false, user: undefined, isOld: true }
      if (!known) entries.push(entry)
      return Object.assign(entry, { next, isHeld: false })
    })
}
