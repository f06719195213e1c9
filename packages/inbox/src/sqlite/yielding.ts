import { setImmediate } from 'node:timers'
import { setImmediate as turn } from 'node:timers/promises'
import type { Awaitable } from '@flashpost/core/protocol'

/** How long pieces of work may follow each other before the event loop turns, in milliseconds. */
const longest = 10

/**
 * Has the event loop turn between pieces of work. Those that answer at once never let it, however often somebody awaits them: a
 * list of recipients or a clean-up would stop the process for as long as it takes.
 */
export function createYielding(): <Result>(work: () => Awaitable<Result>) => Awaitable<Result> {
  let since: number | undefined

  function isLong(): boolean {
    if (since === undefined) {
      since = performance.now()
      setImmediate(() => (since = undefined)).unref()
    }
    return performance.now() - since >= longest
  }

  async function later<Result>(work: () => Awaitable<Result>): Promise<Result> {
    do await turn()
    while (isLong())
    return work()
  }

  return (work) => (isLong() ? later(work) : work())
}
