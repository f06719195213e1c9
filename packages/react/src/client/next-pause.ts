const first = 1_000
const last = 60_000

/** How long something that has failed waits for its next try, in milliseconds, by how long it waited before: 1, 2, 4 … 60 seconds. */
export function nextPause(before: number): number {
  return Math.min(Math.max(before * 2, first), last)
}
