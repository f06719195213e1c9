import type { PendingMessage } from '@flashpost/core'
import { inTurn, isPending, whenAllReady, whenReady } from '@flashpost/core/protocol'
import type { Awaitable, Fate, Holder, Saved } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createCaller } from './caller.ts'
import type { Caller, ReportFailure } from './caller.ts'
import { partsOf } from './fallback.ts'
import type { RecentIds } from './recent-ids.ts'
import type { FlashContext, FlashStorage } from './storage.ts'

/** The storages of one registration, in the order in which they are tried. */
export interface Chain {
  readonly setup: (app: FastifyInstance) => void
  /** Says without reading whether anything can wait for a visitor. */
  readonly mayHold: (request: FastifyRequest) => boolean
  /** Opens the storages for one request. */
  readonly open: (context: ChainContext) => Holder
}

/** What storages are told, and what is found out on the way. */
export interface ChainContext extends FlashContext {
  /** Asks once more who the visitor is: somebody may have signed in. */
  readonly identify: () => void
  /** Writes the cookies of this request into the head of its answer, and says how many bytes they take there. */
  readonly write: () => number
}

/** What a chain of storages has to know. */
export interface ChainOptions {
  /** How long an answer waits for one storage, in milliseconds. */
  readonly timeLimit: number
  /** Ids that clients have acknowledged, before an old cookie comes back. */
  readonly shown: RecentIds
  readonly report: ReportFailure
}

/** A message that this request has added, and who holds it. */
interface Entry {
  readonly pending: PendingMessage
  /** An index into the parts: just past the one that holds it or was tried last. */
  next: number
  isHeld: boolean
}

/** One request at the storages. */
interface Visit {
  readonly parts: readonly FlashStorage[]
  readonly context: ChainContext
  readonly caller: Caller
  readonly shown: RecentIds
  readonly entries: Entry[]
  /** What was read, and from which part. */
  found: readonly (readonly PendingMessage[])[]
  /** What each part may hold; asked once. */
  readonly mayHold: (boolean | undefined)[]
  fates: ReadonlyMap<string, Fate>
  isForgotten: boolean
  /** Whether it was saved for an answer before. */
  isSaved: boolean
}

/** Puts storages in a row. A storage that fails costs no answer and no message. */
export function createChain(storage: FlashStorage, options: ChainOptions): Chain {
  const parts = partsOf(storage)
  return {
    setup(app) {
      for (const { timing } of parts) timing?.setup?.(app, parts.length === 1)
    },
    mayHold: (request) => parts.some((part) => mayPartHold(part, request, options.report)),
    open(context) {
      const visit: Visit = {
        parts,
        context,
        caller: createCaller(context.request, options),
        shown: options.shown,
        entries: [],
        found: [],
        mayHold: [],
        fates: noFates,
        isForgotten: true,
        isSaved: false,
      }
      return {
        read: () => read(visit),
        add: (pending) => addAtOnce(visit, pending),
        expect: (ids) => expect(visit, ids),
        save: (fates) => save(visit, fates),
        delivered: (ids) => removeDelivered(visit, ids),
      }
    },
  }
}

const noFates: ReadonlyMap<string, Fate> = new Map()
const nothing: readonly PendingMessage[] = []

function mayPartHold(part: FlashStorage, request: FastifyRequest, report: ReportFailure): boolean {
  if (!part.mayHold) return true
  const fail = (error: unknown) =>
    report({ storage: part.name, operation: 'mayHold', error, request })
  try {
    const answer: unknown = part.mayHold(request)
    if (typeof answer === 'boolean') return answer
    if (isPending(answer)) answer.then(undefined, () => undefined)
    fail(new TypeError('mayHold has to answer true or false, at once'))
  } catch (error) {
    fail(error)
  }
  return true
}

function mayHold({ parts, context, caller, mayHold: known }: Visit, index: number): boolean {
  return (known[index] ??= mayPartHold(parts[index]!, context.request, caller.report))
}

function leavesWithResponse({ timing }: FlashStorage): boolean {
  return timing?.leavesWith === 'response'
}

/** Everything that waits for the visitor, in all parts that answer. */
function read(visit: Visit): Awaitable<readonly PendingMessage[]> {
  const { parts, context, shown } = visit
  context.identify()
  const lists = parts.map((part, index) => (mayHold(visit, index) ? readPart(visit, part) : nothing))
  return whenAllReady(lists, (found) => {
    visit.found = found
    const all = found.length === 1 ? found[0]! : found.flat()
    return shown.isEmpty() ? all : all.filter(({ message }) => !shown.has(message.id))
  })
}

function readPart({ context, caller }: Visit, part: FlashStorage): Awaitable<readonly PendingMessage[]> {
  const found: Awaitable<unknown> = caller.call(part, 'read', () => part.read(context), nothing)
  return whenReady(found, (list) => {
    if (isListOfMessages(list)) return list
    const error = new TypeError('read has to answer with a list of pending messages')
    caller.report({ storage: part.name, operation: 'read', error, request: context.request })
    return nothing
  })
}

function isListOfMessages(list: unknown): list is readonly PendingMessage[] {
  return (
    Array.isArray(list) &&
    list.every((each: { message?: { id?: unknown } } | null) => typeof each?.message?.id === 'string')
  )
}

/** Has the parts that answer at once hold a message that was added just now. */
function addAtOnce(visit: Visit, pending: PendingMessage): void {
  const { parts, context, caller, entries } = visit
  context.identify()
  const entry: Entry = { pending, next: 0, isHeld: false }
  entries.push(entry)
  while (!entry.isHeld && entry.next < parts.length && leavesWithResponse(parts[entry.next]!)) {
    const part = parts[entry.next++]!
    const rest = caller.call(part, 'add', () => part.add(context, [pending]), undefined)
    entry.isHeld = Array.isArray(rest) && rest.length === 0
  }
}

function expect({ parts, context, caller }: Visit, ids?: readonly string[]): void {
  for (const part of ids ? parts : parts.slice(0, 1)) {
    if (part.timing?.expect) caller.call(part, 'expect', () => part.timing!.expect!(context, ids), undefined)
  }
}

/** What was shown goes, what was added is held, what is given up goes, and then all is written. */
const steps: readonly ((visit: Visit) => Awaitable<unknown>)[] = [
  reopen,
  removeShown,
  holdAdded,
  removeDropped,
  commit,
]

function save(visit: Visit, fates: ReadonlyMap<string, Fate>): Awaitable<Saved> {
  visit.fates = fates
  visit.isForgotten = true
  visit.context.identify()
  return whenReady(
    inTurn(steps, (step) => step(visit)),
    () => ({
      unheld: unheld(visit).map(({ pending }) => pending),
      isForgotten: visit.isForgotten,
      headBytes: visit.context.write(),
    }),
  )
}

function reopen(visit: Visit): void {
  const { parts, context, caller, isSaved } = visit
  visit.isSaved = true
  if (!isSaved) return
  for (const part of parts) {
    if (part.timing?.reopen) caller.call(part, 'reopen', () => part.timing!.reopen!(context), undefined)
  }
}

/**
 * What a client has acknowledged goes everywhere. What a template has shown goes at once only where it leaves with the
 * response: a page that is cut off has shown nothing.
 */
function removeShown(visit: Visit): Awaitable<unknown> {
  const acknowledged = idsOf(visit.fates, (fate) => fate === 'acknowledged')
  const read = idsOf(visit.fates, (fate) => fate === 'read')
  if (acknowledged.length > 0) {
    visit.isForgotten = visit.parts.some((_, index) => mayHold(visit, index))
    remember(visit, acknowledged)
  }
  return removeFrom(visit, 'shown', (part, index) => {
    if (!mayHold(visit, index) && !holdsAny(visit, index)) return nobody
    return leavesWithResponse(part) ? [...acknowledged, ...read] : acknowledged
  })
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

/** Has the parts hold what none has held so far. */
function holdAdded(visit: Visit): Awaitable<unknown> {
  for (const entry of visit.entries) {
    // Another answer has let it go before; this one keeps it.
    if (!entry.isHeld && entry.next >= visit.parts.length) entry.next = 0
  }
  return addToParts(visit, unheld(visit))
}

function addToParts(visit: Visit, entries: readonly Entry[]): Awaitable<unknown> {
  if (entries.length === 0) return undefined
  const { parts, context, caller } = visit
  return inTurn(parts, (part, index) => {
    const waiting = entries.filter(({ isHeld, next }) => !isHeld && next <= index)
    if (waiting.length === 0) return undefined
    const messages = waiting.map(({ pending }) => pending)
    const add = () => part.add(context, messages)
    return whenReady(
      caller.call<readonly PendingMessage[] | undefined>(part, 'add', add, undefined),
      (rest) => {
        for (const entry of waiting) {
          entry.isHeld = Array.isArray(rest) && !rest.includes(entry.pending)
          entry.next = index + 1
        }
      },
    )
  })
}

/** What is given up goes. What has replaced it must be held before, and for good before a server forgets the other. */
function removeDropped(visit: Visit): Awaitable<unknown> {
  const given = idsOf(visit.fates, (fate) => fate !== 'acknowledged' && fate !== 'read')
  if (given.length === 0) return undefined
  const kept = keysOfUnheld(visit)
  const isLet = (id: string) => visit.fates.get(id) !== 'replaced' || !kept.has(keyOf(visit, id))
  const ids = given.filter(isLet)
  const atOnce = ids.filter((id) => visit.fates.get(id) !== 'replaced')
  return whenReady(
    removeFrom(visit, 'dropped', (part, index) => {
      if (!mayHold(visit, index) && !holdsAny(visit, index)) return nobody
      return leavesWithResponse(part) ? ids : atOnce
    }),
    () => {
      for (const entry of visit.entries) {
        if (ids.includes(entry.pending.message.id)) Object.assign(entry, { isHeld: false, next: 0 })
      }
    },
  )
}

function keysOfUnheld(visit: Visit): ReadonlySet<string | undefined> {
  return new Set(unheld(visit).flatMap(({ pending }) => pending.message.key ?? []))
}

function keyOf({ found, entries }: Visit, id: string): string | undefined {
  const all = [...found.flat(), ...entries.map(({ pending }) => pending)]
  return all.find(({ message }) => message.id === id)?.message.key
}

/** Has parts save what was changed, and what one has lost hold of held by the next. */
function commit(visit: Visit): Awaitable<unknown> {
  const { parts, context, caller } = visit
  return inTurn(parts, (part, index) => {
    const save = part.timing?.commit
    if (!save) return undefined
    return whenReady(
      caller.call<readonly PendingMessage[] | undefined>(
        part,
        'commit',
        () => save.call(part.timing, context),
        undefined,
      ),
      (lost) => {
        if (lost) return addToParts(visit, retake(visit, lost, index + 1))
        visit.isForgotten = false
        const held = visit.entries.filter(({ isHeld, next }) => isHeld && next === index + 1)
        for (const entry of held) entry.isHeld = false
        return addToParts(visit, held)
      },
    )
  })
}

/** Takes messages back from a part that has lost hold of them. Not all of them were added by this request. */
function retake(
  { entries, fates }: Visit,
  lost: readonly PendingMessage[],
  next: number,
): readonly Entry[] {
  return lost
    .filter(({ message }) => !fates.has(message.id))
    .map((pending) => {
      const known = entries.find((entry) => entry.pending.message.id === pending.message.id)
      const entry = known ?? { pending, next, isHeld: false }
      if (!known) entries.push(entry)
      return Object.assign(entry, { next, isHeld: false })
    })
}

/** What a template has shown, and what was replaced, goes from the servers when the response was sent to its end. */
function removeDelivered(visit: Visit, ids: readonly string[]): void {
  const shown = ids.filter((id) => visit.fates.get(id) === 'read')
  const replaced = ids.filter((id) => visit.fates.get(id) !== 'read')
  const concerns = (part: FlashStorage, index: number) =>
    !leavesWithResponse(part) && (mayHold(visit, index) || holdsAny(visit, index))
  void removeFrom(visit, 'shown', (part, index) => (concerns(part, index) ? shown : nobody))
  void removeFrom(visit, 'dropped', (part, index) => (concerns(part, index) ? replaced : nobody))
}

const nobody: readonly string[] = []

function removeFrom(
  visit: Visit,
  why: 'shown' | 'dropped',
  idsFor: (part: FlashStorage, index: number) => readonly string[],
): Awaitable<unknown> {
  const { parts, context, caller } = visit
  let pending: Promise<unknown>[] | undefined
  for (const [index, part] of parts.entries()) {
    const ids = idsFor(part, index)
    if (ids.length === 0) continue
    const remove = () => whenReady(part.remove(context, ids, why), () => true)
    const done = whenReady(caller.call(part, 'remove', remove, false), (isRemoved) => {
      visit.isForgotten &&= isRemoved
    })
    if (isPending(done)) (pending ??= []).push(done)
  }
  return pending && Promise.all(pending)
}

/** Whether this request has put something into a part. */
function holdsAny({ entries }: Visit, index: number): boolean {
  return entries.some(({ isHeld, next }) => isHeld && next === index + 1)
}

/** What this request has added, is to be kept and nobody holds. */
function unheld({ entries, fates }: Visit): readonly Entry[] {
  return entries.filter(({ isHeld, pending }) => !isHeld && !fates.has(pending.message.id))
}

function idsOf(fates: ReadonlyMap<string, Fate>, isMeant: (fate: Fate) => boolean): readonly string[] {
  if (fates.size === 0) return nobody
  const ids: string[] = []
  for (const [id, fate] of fates) if (isMeant(fate)) ids.push(id)
  return ids
}
