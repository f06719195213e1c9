import type { PendingMessage } from '@flashpost/core'
import type { Engine } from './engine.ts'
import type { Exchange } from './exchange.ts'
import type { FlashStorage } from './storage.ts'

// Every call of a storage goes through here. A storage may fail: a database is away, an app's own storage throws. The
// visitor still gets an answer, a message that is held somewhere stays there, and the next storage is tried.

/** A message that this request has added, and the first storage that has not been tried for it yet. */
export interface AddedMessage {
  readonly pending: PendingMessage
  /** An index into the parts of the storage: just past the one that holds it or was tried last. */
  next: number
  held: boolean
}

/** The storages that messages are really in. */
export function partsOf({ settings: { storage } }: Engine): readonly FlashStorage[] {
  return storage.parts ?? [storage]
}

/** Everything that waits for the visitor, in all parts that answer. */
export async function readParts(exchange: Exchange): Promise<readonly PendingMessage[]> {
  const found = await Promise.all(
    partsOf(exchange.engine).map(async (part) => {
      try {
        return await part.read(exchange.context)
      } catch (error) {
        report(exchange, part, 'read', error)
        return []
      }
    }),
  )
  return found.flat()
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
export async function addToParts(
  exchange: Exchange,
  added: readonly AddedMessage[],
): Promise<void> {
  for (const [index, part] of partsOf(exchange.engine).entries()) {
    const waiting = added.filter(({ held, next }) => !held && next <= index)
    if (waiting.length === 0) continue
    try {
      const rest = await part.add(
        exchange.context,
        waiting.map(({ pending }) => pending),
      )
      for (const each of waiting) {
        each.held = !rest.includes(each.pending)
        each.next = index + 1
      }
    } catch (error) {
      report(exchange, part, 'add', error)
    }
  }
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
export async function flushParts(exchange: Exchange): Promise<boolean> {
  let isSaved = true
  for (const [index, part] of partsOf(exchange.engine).entries()) {
    const held = exchange.added.filter((each) => each.held && each.next === index + 1)
    try {
      const lost = (await part.flush?.(exchange.context)) ?? []
      await addToParts(exchange, retake(exchange, lost, index + 1))
    } catch (error) {
      isSaved = false
      report(exchange, part, 'flush', error)
      for (const each of held) each.held = false
      await addToParts(exchange, held)
    }
  }
  return isSaved
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
export async function removeFromParts(
  exchange: Exchange,
  ids: ReadonlySet<string>,
  concerns: (part: FlashStorage) => boolean = () => true,
): Promise<boolean> {
  if (ids.size === 0) return true
  const done = await Promise.all(
    partsOf(exchange.engine)
      .filter(concerns)
      .map(async (part) => {
        try {
          await part.remove(exchange.context, [...ids])
          return true
        } catch (error) {
          report(exchange, part, 'remove', error)
          return false
        }
      }),
  )
  return !done.includes(false)
}

function report(
  { request }: Exchange,
  { name }: FlashStorage,
  operation: string,
  error: unknown,
): void {
  request.log.error({ err: error, storage: name, operation }, 'a storage of Flashpost failed')
}
