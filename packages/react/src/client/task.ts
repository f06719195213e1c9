/** Something that is done later, once for all who asked, and again when it failed. */
export interface Task {
  /** Asks for it. */
  schedule(): void
  /** Does it now; when it is being done already, once more after that. */
  now(): void
  /** Does it now if it failed the last time. */
  retry(): void
  stop(): void
}

const firstRetry = 1_000
const lastRetry = 60_000

/**
 * Makes a task that runs `delay` milliseconds after it was asked for, and never twice at a time. While it answers
 * `false` it is done again after 1, 2, 4 … 60 seconds, each up to a quarter longer so that clients spread.
 */
export function createTask(run: () => Promise<boolean>, delay: number): Task {
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let state: 'idle' | 'running' | 'running, asked' | 'stopped' = 'idle'

  const schedule = () => {
    if (state === 'running') state = 'running, asked'
    if (state === 'idle') timer ??= setTimeout(now, failures > 0 ? backOff(failures) : delay)
  }
  const now = () => {
    if (state !== 'idle') return schedule()
    clearTimeout(timer)
    timer = undefined
    state = 'running'
    void run().then(finish)
  }
  const finish = (done: boolean) => {
    failures = done ? 0 : failures + 1
    const asked = state === 'running, asked'
    if (state !== 'stopped') state = 'idle'
    if (asked || !done) schedule()
  }
  return {
    schedule,
    now,
    retry: () => failures > 0 && now(),
    stop() {
      state = 'stopped'
      clearTimeout(timer)
    },
  }
}

function backOff(failures: number): number {
  return Math.min(firstRetry * 2 ** (failures - 1), lastRetry) * (1 + Math.random() / 4)
}
