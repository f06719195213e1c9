import { useEffect } from 'react'
import type { MessagesClient } from '../../client.ts'
import type { ToastEntry } from '../core/deck.ts'
import { defaultDuration } from '../core/default-duration.ts'
import { createTimers } from '../core/timers.ts'
import type { ToastsOptions } from '../toaster-props.ts'

/** Runs the clocks of what a toaster has on screen. */
export function useTimers(
  client: MessagesClient,
  root: HTMLElement | null,
  toasts: readonly ToastEntry[],
  options: ToastsOptions,
): void {
  const { duration = defaultDuration, durationFactor = 1 } = options
  const { pauseOnBlur = true, progress = false } = options
  useEffect(() => {
    if (!root) return
    client.part(createTimers).watch({
      root,
      ids: toasts.map(({ id }) => id),
      durationOf(message) {
        const { busy, duration: own = duration(message) } = message
        return busy ? Number.POSITIVE_INFINITY : (own ?? Number.POSITIVE_INFINITY) * durationFactor
      },
      pauseOnBlur,
      progress,
    })
  }, [client, root, toasts, duration, durationFactor, pauseOnBlur, progress])
  useEffect(() => {
    const timers = client.part(createTimers)
    return () => {
      if (root) timers.unwatch(root)
    }
  }, [client, root])
}
