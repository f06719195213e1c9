import type { PendingMessage } from '@flashpost/core'
import { isPending } from '@flashpost/core/protocol'
import type { Fate } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { RecentIds } from '../recent-ids.ts'
import type { FlashContext, FlashStorage } from '../storage.ts'
import type { Caller, ReportFailure } from './caller.ts'

/** One request at the storages. */
export interface Visit {
  readonly parts: readonly FlashStorage[]
  readonly context: ChainContext
  readonly caller: Pick<Caller, 'call' | 'fail'>
  readonly report: ReportFailure
  /** Ids that clients have acknowledged, before an old cookie comes back. */
  readonly shown: RecentIds
  readonly entries: Entry[]
  /** What each part was found to hold. */
  found: readonly (readonly PendingMessage[])[]
  /** What of it was acknowledged long ago. */
  stale: readonly string[]
  /** Whether each part may hold something; asked once. */
  readonly mayHold: (boolean | undefined)[]
  /** What becomes of messages with the answer that is settled. */
  fates: ReadonlyMap<string, Fate>
  /** Whether what was acknowledged is let go. */
  isForgotten: boolean
  /** Whether anybody may have known of it. */
  isKnown: boolean
  /** What was decided for the answer before; `undefined` when this is the first. */
  before: ReadonlyMap<string, Fate> | undefined
}

/** What storages are told, and what a chain of them needs beyond. */
export interface ChainContext extends FlashContext {
  /** Whether the head of the answer leaves at this moment: there is no time to wait for a storage. */
  readonly isUrgent: boolean
  /** Asks once more who the visitor is: somebody may have signed in. */
  readonly identify: () => void
  /** Writes the cookies of this request into the head of its answer, and says how many bytes they take there. */
  readonly write: () => number
}

/** A message that this request has added, and who holds it. */
export interface Entry {
  readonly pending: PendingMessage
  /** An index into the parts: just past the one that holds it or was tried last. */
  next: number
  isHeld: boolean
  /** The user for whom it was added. */
  readonly user: string | undefined
  /** It was there before, and a part has lost hold of it. */
  readonly isOld: boolean
}

/** Says whether a storage sends what it holds along with the response. */
export function leavesWithResponse({ timing }: FlashStorage): boolean {
  return timing?.leavesWith === 'response'
}

/** Asks a storage whether it may hold something. One that does not say so may. */
export function mayPartHold(
  part: FlashStorage,
  request: FastifyRequest,
  report: ReportFailure,
): boolean {
  if (!part.mayHold) return true
  let failure: unknown
  try {
    const answer: unknown = part.mayHold(request)
    if (typeof answer === 'boolean') return answer
    // Its rejection is nobody's to look at, and would end the process.
    if (isPending(answer)) answer.then(undefined, () => undefined)
    failure = new TypeError('mayHold has to answer true or false, at once')
  } catch (error) {
    failure = error
  }
  report({ storage: part.name, operation: 'mayHold', error: failure, request })
  return true
}

/** Whether a part may have held something when the request came. */
export function mayHold(visit: Visit, index: number): boolean {
  const { parts, context, report } = visit
  return (visit.mayHold[index] ??= mayPartHold(parts[index]!, context.request, report))
}

/** Whether something can be removed from a part: it may have held it before, or this request has put it there. */
export function isConcerned(visit: Visit, index: number): boolean {
  if (mayHold(visit, index)) return true
  return visit.entries.some(({ isHeld, next }) => isHeld && next === index + 1)
}

/** What this request has added, is to be kept and nobody holds. */
export function unheld({ entries, fates }: Visit): readonly Entry[] {
  if (entries.every(({ isHeld }) => isHeld)) return none
  return entries.filter(({ isHeld, pending }) => !isHeld && !fates.has(pending.message.id))
}

const none: readonly Entry[] = []
