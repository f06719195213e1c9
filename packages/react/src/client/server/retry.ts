/** Something that is done later, once for all who asked, and again when it failed. */
export interface Retry {
  /** Asks for it, in a moment or after so many milliseconds. */
  readonly schedule: (after?: number) => void
  /** Does it now; when it is being done already, once more after that. */
  readonly now: () => Promise<void>
  /** Withdraws what was asked for. */
  readonly cancel: () => void
}

const firstRetry = 1_000
const lastRetry = 60_000
const never = Number.POSITIVE_INFINITY

/**
 * Makes a task that runs `delay` milliseconds after it was asked for, and never twice at a time. While it answers
 * `false` it is done again after 1, 2, 4 … 60 seconds; when the signal is given, never again.
 */
export function createRetry(
  run: () => Promise<boolean>,
  delay: number,
  signal: AbortSignal,
): Retry {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = never
  let pause = delay
  let isRunning = false

  const cancel = () => {
    clearTimeout(timer)
    asked = never
  }
  const schedule = (after = pause) => {
    // Whoever asks for the earliest time is heard.
    if (after >= asked || signal.aborted) return
    clearTimeout(timer)
    asked = after
    if (!isRunning) timer = setTimeout(now, after)
  }
  const now = async () => {
    if (isRunning) schedule()
    if (isRunning || signal.aborted) return
    cancel()
    isRunning = true
    const isDone = await run()
    isRunning = false
    pause = isDone ? delay : Math.min(Math.max(pause * 2, firstRetry), lastRetry)
    const after = isDone ? asked : pause
    asked = never
    schedule(after)
  }
  signal.addEventListener('abort', cancel)
  return { schedule, now, cancel }
}
