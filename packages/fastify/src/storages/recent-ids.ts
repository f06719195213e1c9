import { decodeNumber } from '@flashpost/core/protocol'

/** Remembers the ids of messages that something has happened to lately. */
export interface RecentIds {
  add(id: string): void
  has(id: string): boolean
  isEmpty(): boolean
}

// 60 of the 84 random bits of an id, in two numbers.
const half = 5

/**
 * Makes a memory of the last `limit` ids, and of up to as many before them: two generations of numbers in an open table,
 * so that nothing is allocated for an id, and no piece of a request is kept in memory by it.
 */
export function createRecentIds(limit: number): RecentIds {
  const slots = 2 ** Math.ceil(Math.log2(limit * 2))
  let newer = new Uint32Array(slots * 2)
  let older = new Uint32Array(slots * 2)
  let count = 0
  let isEmpty = true

  /** Where an id is, or would be. */
  const find = (table: Uint32Array, high: number, low: number): number => {
    let at = (low & (slots - 1)) * 2
    while (table[at] !== 0 && (table[at] !== high || table[at + 1] !== low)) {
      at = (at + 2) & (slots * 2 - 1)
    }
    return at
  }

  return {
    isEmpty: () => isEmpty,
    has(id) {
      const [high, low] = bitsOf(id)
      return newer[find(newer, high, low)] !== 0 || older[find(older, high, low)] !== 0
    },
    add(id) {
      const [high, low] = bitsOf(id)
      const at = find(newer, high, low)
      if (newer[at] !== 0) return
      newer[at] = high
      newer[at + 1] = low
      isEmpty = false
      if (++count < limit) return
      ;[older, newer] = [newer, older]
      newer.fill(0)
      count = 0
    },
  }
}

/** Two numbers from the last characters of an id, which are random; the first is never 0, which marks a free slot. */
function bitsOf(id: string): readonly [high: number, low: number] {
  return [decodeNumber(id.slice(-2 * half, -half)) + 1, decodeNumber(id.slice(-half))]
}
