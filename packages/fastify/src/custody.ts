import type { PendingMessage } from '@flashpost/core'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'
import type { Awaitable, FlashStorage } from './storage.ts'
import { inTurn, isPending, whenAllReady, whenReady } from './when-ready.ts'

// Every call of a storage goes through here. A storage may fail: a database is away, an app's own storage throws. The
// visitor still gets an answer, a message that is held somewhere stays there, and the next storage is tried.

/** A message that this request has added, and the first storage that has not been tried for it yet. */
export interface AddedMessage {
  readonly pending: PendingMessage
  /** An index into the parts of the storage: just past the one that holds it or was tried last. */
  next: number
  held: boolean
}

/** What a storage could not hold, or has lost hold of. */
type Rest = readonly PendingMessage[]

/** The storages that messages are really in. */
export function partsOf({ settings: { storage } }: Engine): readonly FlashStorage[] {
  return storage.parts ?? [storage]
}

/** Everything that waits for the visitor, in all parts that answer. */
export function readParts(exchange: Exchange): Awaitable<readonly PendingMessage[]> {
  const found = partsOf(exchange.engine).map((part) =>
    attempt(exchange, part, 'read', () => part.read(exchange.context), []),
  )
  return whenAllReady(found, (lists) => lists.flat())
}

/** Has the eager parts keep a message that was added just now. */
export function addAtOnce(exchange: Exchange, added: AddedMessage): void {
  const parts = partsOf(exchange.engine)
  for (; !added.held && parts[added.next]?.eager; added.next++) {
    const part = parts[added.next]!
    try {
      const rest = part.add(exchange.context, [added.pending])
      added.held = Array.isArray(rest) && rest.length === 0
    } catch (error) {
      report(exchange, part, 'add', error)
    }
  }
}

/** Has the remaining parts keep what none has kept so far. */
export function addToParts(exchange: Exchange, added: readonly AddedMessage[]): Awaitable<unknown> {
  if (added.length === 0) return undefined
  return inTurn(partsOf(exchange.engine), (part, index) => {
    const waiting = added.filter(({ held, next }) => !held && next <= index)
    if (waiting.length === 0) return undefined
    const add = () =>
      part.add(
        exchange.context,
        waiting.map(({ pending }) => pending),
      )
    return whenReady(attempt<Rest | undefined>(exchange, part, 'add', add, undefined), (rest) => {
      for (const each of waiting) {
        each.held = rest !== undefined && !rest.includes(each.pending)
        each.next = index + 1
      }
    })
  })
}

/** Tells all parts what is likely to be removed; without ids, the first that it is likely to be given a message. */
export function prepareParts(exchange: Exchange, ids?: readonly string[]): void {
  if (ids?.length === 0) return
  for (const part of ids ? partsOf(exchange.engine) : partsOf(exchange.engine).slice(0, 1)) {
    try {
      part.prepare?.(exchange.context, ids)
    } catch (error) {
      report(exchange, part, 'prepare', error)
    }
  }
}

/** Has parts save what was changed, and what one has lost hold of kept by the next. Says whether none failed. */
export function flushParts(exchange: Exchange): Awaitable<boolean> {
  let isSaved = true
  const done = inTurn(partsOf(exchange.engine), (part, index) => {
    const flush = part.flush?.bind(part, exchange.context)
    if (!flush) return undefined
    return whenReady(
      attempt<Rest | undefined>(exchange, part, 'flush', flush, undefined),
      (lost) => {
        if (lost) return addToParts(exchange, retake(exchange, lost, index + 1))
        isSaved = false
        const held = exchange.added.filter((each) => each.held && each.next === index + 1)
        for (const each of held) each.held = false
        return addToParts(exchange, held)
      },
    )
  })
  return whenReady(done, () => isSaved)
}

/** Takes messages back from a part that has lost hold of them. Not all of them were added by this request. */
function retake(
  exchange: Exchange,
  lost: readonly PendingMessage[],
  next: number,
): readonly AddedMessage[] {
  return lost.map((pending) => {
    const { id } = pending.message
    const known = exchange.added.find((each) => each.pending.message.id === id)
    const taken = known ?? { pending, next, held: false }
    if (!known) exchange.added.push(taken)
    return Object.assign(taken, { next, held: false })
  })
}

/** Has parts forget messages. Says whether all of them did. */
export function removeFromParts(
  exchange: Exchange,
  ids: ReadonlySet<string>,
  concerns: (part: FlashStorage) => boolean = () => true,
): Awaitable<boolean> {
  if (ids.size === 0) return true
  const done = partsOf(exchange.engine)
    .filter(concerns)
    .map((part) => {
      const remove = () => whenReady(part.remove(exchange.context, [...ids]), () => true)
      return attempt(exchange, part, 'remove', remove, false)
    })
  return whenAllReady(done, (outcomes) => !outcomes.includes(false))
}

/** Calls a storage. When it fails, at once or later, the log says so, and something else is taken. */
function attempt<Value>(
  exchange: Exchange,
  part: FlashStorage,
  operation: string,
  call: () => Awaitable<Value>,
  otherwise: Value,
): Awaitable<Value> {
  const fail = (error: unknown) => {
    report(exchange, part, operation, error)
    return otherwise
  }
  try {
    const value = call()
    return isPending(value) ? value.then((found) => found, fail) : value
  } catch (error) {
    return fail(error)
  }
}

function report(
  { request }: Exchange,
  { name }: FlashStorage,
  operation: string,
  error: unknown,
): void {
  request.log.error({ err: error, storage: name, operation }, 'a storage of Flashpost failed')
}
