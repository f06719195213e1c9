import type { MessageStore } from './message-store.ts'

/** How much a store in memory keeps. */
export interface MemoryStoreOptions {
  /**
   * How many visitors it keeps messages for at most. When it is full, new visitors' messages are not held.
   * @default 10_000
   */
  readonly limit?: number
}

/**
 * Keeps boxes in this process, until it ends: for tests and for apps of one process.
 *
 * @example storeStorage({ store: memoryStore() })
 */
export function memoryStore({ limit = 10_000 }: MemoryStoreOptions = {}): MessageStore {
  // In the order of expiry, as far as one setting of maxAge goes.
  const boxes = new Map<string, { readonly lines: Map<string, string>; expiresAt: number }>()

  function open(box: string) {
    const found = boxes.get(box)
    if (found && found.expiresAt > Date.now()) return found
    boxes.delete(box)
    return undefined
  }

  function makeRoom(): boolean {
    for (const box of boxes.keys()) {
      if (open(box)) break
    }
    return boxes.size < limit
  }

  return {
    create(box, lines, expiresAt) {
      if (!makeRoom()) return false
      boxes.set(box, { lines: new Map(lines), expiresAt })
      return true
    },
    add(box, lines, expiresAt) {
      const found = open(box)
      if (!found) return false
      for (const [id, line] of lines) found.lines.set(id, line)
      found.expiresAt = Math.max(found.expiresAt, expiresAt)
      boxes.delete(box)
      boxes.set(box, found)
      return true
    },
    read(box) {
      const found = open(box)
      return found && [...found.lines.values()]
    },
    remove(box, ids) {
      const found = open(box)
      for (const id of ids) found?.lines.delete(id)
      if (found?.lines.size === 0) boxes.delete(box)
      return !boxes.has(box)
    },
  }
}
