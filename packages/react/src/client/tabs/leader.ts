import type { Presence } from './presence.ts'

/**
 * Has one tab of this browser do something for all, such as keep a connection open: it works until the signal that it is
 * given, and the next tab when this one ends, or its page is put away. Where there are no locks each tab works for itself.
 * @returns what gives it up
 */
export function lead(
  { whilePresent }: Pick<Presence, 'whilePresent'>,
  name: string,
  work: (signal: AbortSignal) => void,
): () => void {
  return whilePresent(() => {
    const turn = new AbortController()
    const { signal } = turn
    const hold = () =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve())
        work(signal)
      })
    if (navigator.locks) navigator.locks.request(name, { signal }, hold).catch(() => undefined)
    else work(signal)
    return () => turn.abort()
  })
}
