import type { PendingMessage } from '@flashpost/core'
import { decodePending, encodePending } from '@flashpost/core/protocol'

/** The messages of one request's session: each is read and written once, whatever becomes of the session meanwhile. */
export interface MessageLines {
  /** Takes in what a session holds. Does nothing with a value that it knows. */
  absorb(value: unknown): void
  has(id: string): boolean
  size(): number
  pending(): readonly PendingMessage[]
  /** Those that this request has added. */
  added(): readonly PendingMessage[]
  /** @param line what {@link lineOf} has made of it */
  add(pending: PendingMessage, line: string): void
  remove(ids: readonly string[]): void
  /** Takes back what was removed of what the session held. */
  reopen(): void
  /** Forgets messages for good: somebody else is to hold them. */
  forget(ids: readonly string[]): void
  /** What a session is to hold, `undefined` when that is nothing. The same list until something changes. */
  value(): readonly string[] | undefined
}

interface Entry {
  readonly pending: PendingMessage
  readonly line: string
  readonly isAdded: boolean
}

/** Writes a message as one text of a session's list. */
export const lineOf = encodePending

/** Makes an empty list. */
export function createMessageLines(): MessageLines {
  const entries = new Map<string, Entry>()
  const removed = new Set<string>()
  let known: unknown
  // Never changed in place: a store in memory hands the same list to parallel requests.
  let list: readonly string[] = []
  let isStale = false

  const waiting = () =>
    [...entries.values()].filter(({ pending }) => !removed.has(pending.message.id))
  const write = () => {
    if (isStale) list = waiting().map(({ line }) => line)
    isStale = false
    return list
  }

  return {
    absorb(value) {
      if (value === known || value === list) return
      known = value
      const found: readonly unknown[] = Array.isArray(value) ? value : []
      for (const line of found) {
        const pending = decodePending(line)
        if (!pending || entries.has(pending.message.id)) continue
        entries.set(pending.message.id, { pending, line: line as string, isAdded: false })
      }
      isStale = true
      if (isSame(found, write())) list = found as readonly string[]
    },
    has: (id) => entries.has(id) && !removed.has(id),
    size: () => entries.size - removed.size,
    pending: () => waiting().map(({ pending }) => pending),
    added: () => waiting().flatMap(({ pending, isAdded }) => (isAdded ? pending : [])),
    add(pending, line) {
      removed.delete(pending.message.id)
      entries.set(pending.message.id, { pending, line, isAdded: true })
      if (!isStale) list = [...list, line]
    },
    remove(ids) {
      for (const id of ids) {
        const entry = entries.get(id)
        if (!entry) continue
        if (entry.isAdded) entries.delete(id)
        else removed.add(id)
        isStale = true
      }
    },
    reopen() {
      isStale ||= removed.size > 0
      removed.clear()
    },
    forget(ids) {
      for (const id of ids) {
        entries.delete(id)
        removed.delete(id)
      }
      isStale = true
    },
    value: () => (write().length > 0 ? list : undefined),
  }
}

function isSame(found: readonly unknown[], lines: readonly string[]): boolean {
  return found.length === lines.length && lines.every((line, index) => line === found[index])
}
