import type { Hint, Hints } from '../backend.ts'
import { inTime } from './in-time.ts'
import type { Ticker } from './ticker.ts'

/** Has this process hear of what others do. */
export interface Listening {
  /** Whether nobody tells it at the moment. */
  readonly isDeaf: () => boolean
  /** Once is enough to say so: what fails, or is lost later, is tried again. */
  readonly start: () => void
  readonly end: () => Promise<void>
}

/**
 * @param pause how long it waits before it tries again, in milliseconds
 */
export function createListening(
  hints: Hints | undefined,
  listener: (hint: Hint) => void,
  { later }: Pick<Ticker, 'later'>,
  pause: number,
  onError: (error: unknown) => void,
): Listening {
  let current: Promise<() => unknown> | undefined
  let [isDeaf, isOver, isAgain] = [hints?.listen === undefined, false, false]

  function start(): void {
    if (isOver || current || !hints?.listen) return
    const listen = hints.listen.bind(hints)
    const listening = (async () => listen(listener, lost))()
    current = listening

    function lost(): void {
      if (current !== listening) return
      current = undefined
      isDeaf = isAgain = true
      // What is left of it; a connection that broke may have nothing to say to that.
      listening.then((end) => end()).catch(() => undefined)
      later(pause, start)
    }

    async function follow(): Promise<void> {
      try {
        await listening
        if (current !== listening) return
        isDeaf = false
        // Nobody knows what was told meanwhile.
        if (isAgain) listener({})
      } catch (error) {
        onError(error)
        lost()
      }
    }

    void follow()
  }

  return {
    isDeaf: () => isDeaf,
    start,
    async end() {
      isOver = true
      await inTime(current?.then((end) => end()).catch(() => undefined))
    },
  }
}
