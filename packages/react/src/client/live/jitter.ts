/**
 * So many milliseconds or up to half as many more: what has failed for all browsers at once is not tried again by all at once,
 * nor before its time.
 */
export function jitter(time: number): number {
  return time * (1 + Math.random() / 2)
}
