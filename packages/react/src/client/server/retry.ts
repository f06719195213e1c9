import { nextPause } from '../next-pause.ts'

/** Something that is done later, once for all who asked, and again when it failed. */
export interface Retry {
  /** Asks for it, in a moment or after so many milliseconds. */
  readonly schedule: (after?: number) => void
  /** Does it now; when it is being done already, once more after that. Answers whether it was done. */
  readonly now: () => Promise<boolean>
  /** Withdraws what was asked for. */
  readonly cancel: () => void
}

const never = Number.POSITIVE_INFINITY

/**
 * Makes a task that runs `delay` milliseconds after it was asked for, and never twice at a time. While it answers
 * `undefined` it is done again after 1, 2, 4 … 60 seconds; when the signal is given, never again.
 * @param run answers whether it was done; `undefined` when that may be otherwise later
 */
export function createRetry(
  run: () => Promise<boolean | undefined>,
  delay: number,
  signal: AbortSignal,
): Retry {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = never
  let pause = delay
  let running: Promise<boolean> | undefined
  let next: Promise<boolean> | undefined

  const cancel = () => {
    clearTimeout(timer)
    asked = never
  }
  const schedule = (after = pause) => {
    // Whoever asks for the earliest time is heard.
    if (after >= asked || signal.aborted) return
    clearTimeout(timer)
    asked = after
    if (!running) timer = setTimeout(now, after)
  }
  const attempt = async () => {
    cancel()
    const isDone = await run()
    running = undefined
    pause = isDone === undefined ? nextPause(pause) : delay
    const after = isDone === undefined ? pause : asked
    asked = never
    schedule(after)
    return isDone === true
  }
  const now = async (): Promise<boolean> => {
    if (signal.aborted) return false
    if (!running) return (running = attempt())
    return (next ??= running.then(() => {
      next = undefined
      return now()
    }))
  }
  signal.addEventListener('abort', cancel)
  return { schedule, now, cancel }
}
