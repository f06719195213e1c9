import { inTime } from './in-time.ts'

/** Work beside what somebody waits for. None of it keeps a process alive. */
export interface Ticker {
  /** Does a piece of work; what it throws is reported. */
  readonly background: (work: () => Promise<void>) => void
  readonly later: (wait: number, work: () => void) => void
  /** Does a piece of work again and again, that long after it has ended. Once is enough to say so. */
  readonly every: (wait: number, work: () => Promise<void>) => void
  /** Ends it, and waits for what is under way, as long as that answers. */
  readonly close: () => Promise<void>
}

export function createTicker(onError: (error: unknown) => void): Ticker {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const underWay = new Set<Promise<void>>()
  let [isOver, isTicking] = [false, false]

  function later(wait: number, work: () => void): void {
    if (isOver) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, wait)
    // Browsers answer with a number.
    ;(timer as { unref?: () => void }).unref?.()
    timers.add(timer)
  }

  function run(work: () => Promise<void>): Promise<void> {
    const done = Promise.resolve()
      .then(work)
      .catch((error: unknown) => {
        if (!isOver) onError(error)
      })
      .finally(() => underWay.delete(done))
    underWay.add(done)
    return done
  }

  return {
    background(work) {
      if (!isOver) void run(work)
    },
    later,
    every(wait, work) {
      if (isTicking || isOver) return
      isTicking = true
      const tick = () => void run(work).then(() => later(wait, tick))
      tick()
    },
    async close() {
      isOver = true
      for (const timer of timers) clearTimeout(timer)
      await inTime(Promise.all(underWay))
    },
  }
}
