/** Remembers the newest of the texts that it was given. */
export interface Recent {
  add(text: string): void
  has(text: string): boolean
}

/** Makes a memory of the last `limit` texts. */
export function createRecent(limit: number): Recent {
  const texts = new Set<string>()
  return {
    has: (text) => texts.has(text),
    add(text) {
      texts.add(text)
      if (texts.size > limit) texts.delete(texts.keys().next().value!)
    },
  }
}
