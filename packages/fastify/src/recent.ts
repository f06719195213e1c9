/** Remembers the newest of the texts that it was given. */
export interface Recent {
  add(text: string): void
  has(text: string): boolean
}

/** Makes a memory of the last `limit` texts, and of up to as many before them. */
export function createRecent(limit: number): Recent {
  // Two generations: to find the oldest text of one set, V8 walks over all that were deleted from it.
  let newer = new Set<string>()
  let older = newer
  return {
    has: (text) => newer.has(text) || older.has(text),
    add(text) {
      newer.add(text)
      if (newer.size < limit) return
      older = newer
      newer = new Set()
    },
  }
}
