import { startTransition, useEffect, useState, useSyncExternalStore } from 'react'

/** How many chunks have their entries at once: more than a screen holds. */
const first = 2
const unsubscribed = () => () => undefined

/**
 * Says how many chunks of a list have their entries: the first ones at once, all as soon as there is nothing better to do. So a list of
 * thousands that was loaded before is on screen as soon as one of a hundred. What a server renders is whole, and stays so.
 * @param list which list it is; each is filled anew
 */
export function useFilling(list: number): number {
  const isRendered = useSyncExternalStore(
    unsubscribed,
    () => false,
    () => true,
  )
  const [filled, fill] = useState(isRendered ? list : undefined)
  useEffect(() => startTransition(() => fill(list)), [list])
  return filled === list ? Number.POSITIVE_INFINITY : first
}
