import type { Presence } from './presence.ts'

/** For how long a page that was looked at counts as looked at still, in milliseconds: people go to another tab and come back. */
const grace = 30_000

/**
 * Begins something while somebody looks at the page or did so a moment ago, each time anew; what `begin` answers with ends it.
 * A page that the browser freezes is not looked at (https://wicg.github.io/page-lifecycle/).
 * @returns what ends it for good
 */
export function whileLookedAt(
  { whilePresent }: Pick<Presence, 'whilePresent'>,
  begin: () => () => void,
): () => void {
  return whilePresent(() => {
    const watch = new AbortController()
    let end: (() => void) | undefined
    let leaving: ReturnType<typeof setTimeout> | undefined
    const stop = () => {
      clearTimeout(leaving)
      end?.()
      end = undefined
    }
    const turn = () => {
      clearTimeout(leaving)
      if (document.hidden) leaving = setTimeout(stop, grace)
      else end ??= begin()
    }
    const takes = { visibilitychange: turn, freeze: stop, resume: turn }
    for (const [type, listener] of Object.entries(takes))
      addEventListener(type, listener, { signal: watch.signal, capture: true })
    turn()
    return () => {
      watch.abort()
      stop()
    }
  })
}
