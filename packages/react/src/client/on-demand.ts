import { hasLayout } from './screen/has-layout.ts'
import { createRetry } from './server/retry.ts'

/** Calls back with what is loaded: now, or when it is there. Calls keep their order. */
export type OnDemand<Loaded> = (use: (loaded: Loaded) => void) => void

/**
 * Loads something that no page waits for: when there is nothing better to do, at the latest for its first use. What cannot
 * be loaded is tried again, as a request is.
 */
export function createOnDemand<Loaded>(
  load: () => Promise<Loaded>,
  signal: AbortSignal,
): OnDemand<Loaded> {
  const waiting: ((loaded: Loaded) => void)[] = []
  let loaded: Loaded | undefined
  const run = async () => {
    loaded ??= await load().catch(() => undefined)
    if (!loaded) return undefined
    for (const use of waiting.splice(0)) use(loaded)
    return true
  }
  const loading = createRetry(run, 0, signal)
  const now = () => void loading.now()
  if (hasLayout()) (globalThis.requestIdleCallback ?? setTimeout)(now)
  return (use) => {
    if (loaded) return use(loaded)
    waiting.push(use)
    now()
    return undefined
  }
}
