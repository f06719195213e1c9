/** What is open while a page is there: whatever is, keeps it out of the back/forward cache. */
export interface Presence {
  /** Begins something now, and each time the page is there again; what `begin` answers with ends it. So does the answer, for good. */
  readonly whilePresent: (begin: () => () => void) => () => void
  readonly leave: () => void
  readonly comeBack: () => void
}

export function createPresence(): Presence {
  const ends = new Map<() => () => void, (() => void) | undefined>()
  const leave = () => {
    for (const [begin, end] of ends) {
      ends.set(begin, undefined)
      end?.()
    }
  }
  return {
    whilePresent(begin) {
      ends.set(begin, begin())
      return () => {
        ends.get(begin)?.()
        ends.delete(begin)
      }
    },
    leave,
    comeBack() {
      leave()
      for (const begin of ends.keys()) ends.set(begin, begin())
    },
  }
}
