/** Remembers the newest of the texts that it was given. */
export interface Recent {
  add(text: string): void
  has(text: string): boolean
}

/** Makes a memory of the last `limit` texts, and of up to as many before them. */
export function createRecent(limit: number): Recent {
  // Two generations: to find the oldest text of one set, V8 walks over all that were deleted from it.
  let newer = createGeneration()
  let older = newer
  return {
    has: (text) => newer.has(text) || older.has(text),
    add(text) {
      newer.add(text)
      if (newer.texts.size < limit) return
      older = newer
      newer = createGeneration()
    },
  }
}

const bits = 2 ** 17

/**
 * A set behind a filter of 16 kB (Bloom, 1970) that a processor keeps near: nearly every text that is asked for is not in
 * the set, and to find that out in thousands of texts all over the memory takes longer than to check a signature.
 */
function createGeneration() {
  const texts = new Set<string>()
  const filter = new Uint32Array(bits / 32)
  return {
    texts,
    add(text: string) {
      const bit = bitOf(text)
      filter[bit >>> 5]! |= 1 << (bit & 31)
      // A copy, since a piece of a string keeps the whole of it, such as a request's headers, in memory.
      texts.add(Buffer.from(text, 'latin1').toString('latin1'))
    },
    has(text: string) {
      const bit = bitOf(text)
      return (filter[bit >>> 5]! & (1 << (bit & 31))) !== 0 && texts.has(text)
    },
  }
}

/** From the last characters, which are random in an id. */
function bitOf(text: string): number {
  let hash = 0
  for (let at = Math.max(text.length - 6, 0); at < text.length; at++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  }
  return hash & (bits - 1)
}
