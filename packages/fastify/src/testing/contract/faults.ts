import { setTimeout } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { fallbackStorage, partsOf } from '../../storages/fallback.ts'
import type { FlashContext, FlashStorage, StorageTiming } from '../../storages/storage.ts'

/** What a test can have fail of a storage. */
export type Member = 'read' | 'add' | 'remove' | 'mayHold' | 'expect' | 'reopen' | 'commit'

/** A failure of a storage. */
export interface Fault {
  readonly member: Member
  /** Whether it fails before it has done its work or after. */
  readonly when: 'before' | 'after'
  readonly how: 'throws' | 'never answers'
}

/** Failures of a storage, as a test orders them, and what it was told. */
export interface Faults {
  /** `undefined` when all goes well. */
  next: Fault | undefined
  /** Members that have failed on order. */
  readonly struck: Set<Member>
  /** Operations that were begun and have not ended. */
  readonly underWay: Set<Promise<unknown>>
  /** How long the apps wait for the storage, in milliseconds. */
  readonly patience: number
  /** Why a message was to be removed, by its id: each reason once. */
  readonly removals: Map<string, Set<'shown' | 'dropped'>>
}

/** The storage, with parts that fail on order, and with one more that holds nothing and learns of a request. */
export function withFaults(
  storage: FlashStorage,
  faults: Faults,
  contexts: WeakMap<FastifyRequest, FlashContext>,
): FlashStorage {
  const spy: FlashStorage = {
    name: 'contract',
    timing: { leavesWith: 'response' },
    mayHold: ({ url }) => url.startsWith('/operate'),
    read(context) {
      contexts.set(context.request, context)
      return []
    },
    add: (_, messages) => messages,
    remove() {},
  }
  return fallbackStorage([spy, ...partsOf(storage).map((part) => withFault(part, faults))])
}

function withFault(part: FlashStorage, faults: Faults): FlashStorage {
  const { timing } = part
  const wrapped: Partial<FlashStorage> = {
    read: failing('read', faults, (context) => part.read(context)),
    add: failing('add', faults, (context, messages) => part.add(context, messages)),
    remove: failing('remove', faults, (context, ids, why) => {
      for (const id of ids) faults.removals.set(id, (faults.removals.get(id) ?? new Set()).add(why))
      return part.remove(context, ids, why)
    }),
    ...(part.mayHold && {
      mayHold: failing('mayHold', faults, (request) => part.mayHold!(request)),
    }),
    ...(timing && { timing: failingTiming(timing, faults) }),
  } satisfies Partial<FlashStorage>
  return Object.assign(Object.create(part) as FlashStorage, wrapped)
}

function failingTiming(timing: StorageTiming, faults: Faults): StorageTiming {
  const wrapped: StorageTiming = {
    ...(timing.expect && {
      expect: failing('expect', faults, (context, ids) => timing.expect!(context, ids)),
    }),
    ...(timing.reopen && {
      reopen: failing('reopen', faults, (context) => timing.reopen!(context)),
    }),
    ...(timing.commit && {
      commit: failing('commit', faults, (context) => timing.commit!(context)),
    }),
  }
  return Object.assign(Object.create(timing) as StorageTiming, wrapped)
}

/** What does its work, unless a test has ordered that it fails. */
function failing<Given extends unknown[], Result>(
  member: Member,
  faults: Faults,
  work: (...given: Given) => Result,
): (...given: Given) => Result {
  return (...given) => {
    const fault = faults.next?.member === member ? faults.next : undefined
    if (fault) faults.struck.add(member)
    if (fault?.when === 'before') return fail(fault) as Result
    const done = track(work(...given), faults)
    if (!fault) return done
    // Of what takes its time, too, the work is done before it fails.
    if (fault.how === 'throws' && done instanceof Promise)
      return done.then(() => fail(fault)) as Result
    return fail(fault) as Result
  }
}

function fail({ member, how }: Fault): Promise<never> {
  // Nobody ever settles this promise.
  if (how === 'never answers') return new Promise(() => {})
  throw new Error(`${member} fails on order`)
}

/** Takes note of work until it has ended, or nobody waits for it any more. */
function track<Result>(done: Result, { underWay, patience }: Faults): Result {
  if (!(done instanceof Promise)) return done
  const late = setTimeout(patience, undefined, { ref: false })
  const over: Promise<unknown> = Promise.allSettled([Promise.race([done, late])]).then(
    () => void underWay.delete(over),
  )
  underWay.add(over)
  return done
}
