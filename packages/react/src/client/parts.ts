/** Something that belongs to one client and ends with it. */
export interface ClientPart {
  readonly stop: () => void
}

/** Keeps one part of each kind, by the function that makes it. */
export function createParts<Owner>(): {
  get<Part extends ClientPart>(owner: Owner, create: (owner: Owner) => Part): Part
  stop(): void
} {
  const parts = new Map<unknown, ClientPart>()
  return {
    get<Part extends ClientPart>(owner: Owner, create: (owner: Owner) => Part) {
      // The key is the function that made the value.
      const part = (parts.get(create) as Part | undefined) ?? create(owner)
      parts.set(create, part)
      return part
    },
    stop() {
      for (const part of parts.values()) part.stop()
      parts.clear()
    },
  }
}
