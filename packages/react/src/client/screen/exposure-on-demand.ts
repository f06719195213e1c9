import { createRetry } from '../server/retry.ts'
import type { Exposure } from './exposure.ts'
import { hasLayout } from './has-layout.ts'

/**
 * An exposure that is loaded when the page has nothing better to do, at the latest with the first element to watch: no page
 * waits for it. Until it is there, and where it cannot be loaded, nothing counts as shown, and nothing is lost.
 */
export function createExposureOnDemand(
  report: (ids: readonly string[]) => void,
  minimumTime: number | undefined,
  signal: AbortSignal,
): Exposure {
  const waiting: Parameters<Exposure['watch']>[] = []
  let exposure: Exposure | undefined

  const loading = createRetry(
    async () => {
      const loaded = await import('./exposure.ts').catch(() => undefined)
      if (!loaded || exposure || signal.aborted) return loaded && true
      exposure = loaded.createExposure(report, minimumTime)
      for (const call of waiting.splice(0)) exposure.watch(...call)
      return true
    },
    0,
    signal,
  )
  if (hasLayout()) (globalThis.requestIdleCallback ?? setTimeout)(() => void loading.now())

  return {
    watch(...call) {
      if (exposure) return exposure.watch(...call)
      waiting.push(call)
      loading.schedule(0)
      return undefined
    },
    restart: () => exposure?.restart(),
    stop: () => exposure?.stop(),
  }
}
