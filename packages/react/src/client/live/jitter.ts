/** About so many milliseconds, so that what has failed for all browsers at once is not tried again by all at once. */
export function jitter(time: number): number {
  return time * (0.75 + Math.random() / 2)
}
