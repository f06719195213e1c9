import { nextPause } from '../next-pause.ts'

/** How long a stream that has ended is waited for. */
export interface Patience {
  /** One has ended, which was there for so long: until the next one, in milliseconds. The server may ask for longer. */
  readonly after: (lifetime: number, retry: number | undefined) => number
  /** Whether so many have failed in a row that there may be none for this browser. */
  readonly isOver: () => boolean
  readonly renew: () => void
}

/** A stream that was there for so long works, in milliseconds. */
const proven = 10_000
const shortest = 1_000
/** After so many that failed there may be none. */
const misses = 2

export function createPatience(): Patience {
  let missed = 0
  let pause = 0
  return {
    after(lifetime, retry = 0) {
      const isProven = lifetime >= proven
      missed = isProven ? 0 : missed + 1
      pause = isProven ? 0 : nextPause(pause)
      return Math.max(retry, pause, shortest)
    },
    isOver: () => missed >= misses,
    renew: () => (missed = pause = 0),
  }
}
