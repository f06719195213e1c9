import { whileLookedAt } from './attention.ts'
import { keepHeartbeat } from './heartbeat.ts'
import type { Presence } from './presence.ts'

/**
 * Has one tab of this browser do something for all, such as keep a connection open: it works until the signal that it is
 * given, and the next tab when this one ends, its page is put away or frozen, or nobody has looked at it for half a minute.
 * So nobody works where nobody looks. Where there are no locks each tab works for itself.
 * @returns what gives it up
 */
export function lead(
  presence: Pick<Presence, 'whilePresent'>,
  name: string,
  work: (signal: AbortSignal) => void,
): () => void {
  return whileLookedAt(presence, () => {
    const turn = new AbortController()
    if (navigator.locks) void contend(name, work, turn.signal)
    else work(turn.signal)
    return () => turn.abort()
  })
}

/**
 * Waits for the lock, works while it is this tab's, and waits again. A page that hangs keeps its lock and cannot do its
 * work: one that gives no sign of life has it taken away (https://w3c.github.io/web-locks/, section 3.4).
 */
async function contend(
  name: string,
  work: (signal: AbortSignal) => void,
  signal: AbortSignal,
): Promise<void> {
  let reign: AbortController | undefined
  let waiting = new AbortController()
  let steal = false
  const hold = () =>
    new Promise<void>((resolve) => {
      reign = new AbortController()
      reign.signal.addEventListener('abort', () => resolve())
      work(reign.signal)
    })
  const lose = () => {
    waiting.abort()
    reign?.abort()
  }
  const takeOver = () => {
    steal = true
    waiting.abort()
  }
  signal.addEventListener('abort', lose)
  keepHeartbeat(name, () => reign !== undefined, takeOver, signal)

  while (!signal.aborted) {
    waiting = new AbortController()
    const options = steal ? { steal } : { signal: waiting.signal }
    steal = false
    const request = navigator.locks.request(name, options, hold)
    const isRefused = await request.then(() => false).catch(() => !reign && !waiting.signal.aborted)
    // Another tab has taken it away.
    reign?.abort()
    reign = undefined
    // A page that may have no locks.
    if (isRefused) return hold()
  }
}
