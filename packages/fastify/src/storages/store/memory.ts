import { checkNumber } from '../../checks.ts'
import type { MessageStore } from './message-store.ts'

/** How much a store in memory keeps. */
export interface MemoryStoreOptions {
  /**
   * How many boxes it keeps at most, one or a few for each visitor. When it is full, the oldest box that no request has
   * ever come back with makes room: who sends no cookies fills nothing. Where there is none, new boxes are not held.
   * @default 10_000
   */
  readonly limit?: number
}

interface Box {
  readonly lines: Map<string, string>
  expiresAt: number
}

/**
 * Keeps boxes in this process, until it ends: for tests and for apps of one process.
 *
 * @throws FlashError `FLASH_ERR_OPTION` when the limit is no number, or below 1
 * @example storeStorage({ store: memoryStore() })
 */
export function memoryStore({ limit = 10_000 }: MemoryStoreOptions = {}): MessageStore {
  checkNumber('limit', limit, { min: 1, unit: 'boxes' })
  // What expires first comes first, or nearly so: enough to find what is too old.
  const fresh = new Map<string, Box>()
  const known = new Map<string, Box>()

  /** Finds a box for a request that has come back with it. */
  function open(box: string): Box | undefined {
    const found = fresh.get(box) ?? known.get(box)
    if (!found) return undefined
    if (fresh.delete(box)) known.set(box, found)
    if (found.expiresAt > Date.now()) return found
    known.delete(box)
    return undefined
  }

  function makeRoom(): boolean {
    purge(fresh)
    purge(known)
    if (fresh.size + known.size < limit) return true
    const [oldest] = fresh.keys()
    return oldest !== undefined && fresh.delete(oldest)
  }

  return {
    create(box, lines, expiresAt) {
      if (!makeRoom()) return false
      fresh.set(box, { lines: new Map(lines), expiresAt })
      return true
    },
    add(box, lines, expiresAt) {
      const found = open(box)
      if (!found) return false
      for (const [id, line] of lines) found.lines.set(id, line)
      found.expiresAt = Math.max(found.expiresAt, expiresAt)
      known.delete(box)
      known.set(box, found)
      return true
    },
    read(box) {
      const found = open(box)
      return found && [...found.lines.values()]
    },
    remove(box, ids) {
      const found = open(box)
      for (const id of ids) found?.lines.delete(id)
      if (found?.lines.size === 0) known.delete(box)
      return !known.has(box)
    },
  }
}

/** Forgets what is too old. */
function purge(boxes: Map<string, Box>): void {
  const now = Date.now()
  for (const [box, { expiresAt }] of boxes) {
    if (expiresAt > now) break
    boxes.delete(box)
  }
}
