import { setImmediate } from 'node:timers'
import type { Awaitable } from '@flashpost/core/protocol'

/** How long pieces of work may follow each other before the event loop turns, in milliseconds. */
const longest = 10

/**
 * Has the event loop turn between pieces of work. Those that answer at once never let it, however often somebody awaits them: a
 * list of recipients or a clean-up would stop the process for as long as it takes.
 */
export function createYielding(): <Result>(work: () => Awaitable<Result>) => Awaitable<Result> {
  let since: number | undefined
  const waiting: (() => void)[] = []

  function isLong(): boolean {
    if (since === undefined) {
      since = performance.now()
      setImmediate(() => (since = undefined)).unref()
    }
    return performance.now() - since >= longest
  }

  /** Those who wait come before those who come now: who asks again and again would keep them waiting. */
  function serve(): void {
    while (waiting.length > 0 && !isLong()) waiting.shift()!()
    if (waiting.length > 0) setImmediate(serve)
  }

  function later<Result>(work: () => Awaitable<Result>): Promise<Result> {
    return new Promise((resolve) => {
      if (waiting.push(() => resolve((async () => work())())) === 1) setImmediate(serve)
    })
  }

  return (work) => (waiting.length > 0 || isLong() ? later(work) : work())
}
