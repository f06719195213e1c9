/** What is open while a page is there: whatever is, keeps it out of the back/forward cache. */
export interface Presence {
  /** Begins something now, and each time the page is there again; what `begin` answers with ends it. So does the answer, for good. */
  readonly whilePresent: (begin: () => () => void) => () => void
}

/** Follows the page until the signal, which ends all that is open. */
export function createPresence(signal: AbortSignal): Presence {
  const ends = new Map<() => () => void, (() => void) | undefined>()
  const leave = () => {
    for (const [begin, end] of ends) {
      ends.set(begin, undefined)
      end?.()
    }
  }
  const comeBack = ({ persisted }: PageTransitionEvent) => {
    if (persisted) for (const begin of ends.keys()) ends.set(begin, begin())
  }
  const options = { signal, capture: true }
  addEventListener('pagehide', leave, options)
  addEventListener('pageshow', comeBack, options)
  signal.addEventListener('abort', leave)
  return {
    whilePresent(begin) {
      ends.set(begin, begin())
      return () => {
        ends.get(begin)?.()
        ends.delete(begin)
      }
    },
  }
}
