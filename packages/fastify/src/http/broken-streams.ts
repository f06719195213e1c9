/** Remembers which messages were shown by streams that broke off, until they are shown again. */
export interface BrokenStreams {
  add(ids: readonly string[]): void
  has(id: string): boolean
  remove(ids: readonly string[]): void
}

/** Makes a memory of the last `limit` ids. */
export function createBrokenStreams(limit: number): BrokenStreams {
  const broken = new Set<string>()
  return {
    add(ids) {
      for (const id of ids) broken.add(id)
      for (const id of broken) {
        if (broken.size <= limit) break
        broken.delete(id)
      }
    },
    has: (id) => broken.has(id),
    remove(ids) {
      for (const id of ids) broken.delete(id)
    },
  }
}
