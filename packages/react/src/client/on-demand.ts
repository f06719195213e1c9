import { nextPause } from './next-pause.ts'
import { hasLayout } from './screen/has-layout.ts'

/** Something that no page waits for. */
export interface OnDemand<Loaded> {
  /** It, when it is there. */
  readonly current: () => Loaded | undefined
  /** Does something with it: now, or when it is there. Calls keep their order. */
  readonly use: (act: (loaded: Loaded) => void) => void
  /** Loads it, and answers with it; with nothing when that has failed. It is tried again then. */
  readonly load: () => Promise<Loaded | undefined>
}

/**
 * Loads something when there is nothing better to do, at the latest for its first use. What cannot be loaded is tried
 * again after 1, 2, 4 … 60 seconds, and for each further use, until the signal.
 */
export function createOnDemand<Loaded>(
  run: () => Promise<Loaded>,
  signal: AbortSignal,
): OnDemand<Loaded> {
  const waiting: ((loaded: Loaded) => void)[] = []
  let loaded: Loaded | undefined
  let loading: Promise<Loaded | undefined> | undefined
  let pause = 0

  const attempt = async () => {
    const found = await run().catch(() => undefined)
    if (signal.aborted) return undefined
    loaded = found
    if (!loaded) {
      loading = undefined
      pause = nextPause(pause)
      setTimeout(load, pause)
    } else for (const act of waiting.splice(0)) act(loaded)
    return loaded
  }
  const load = async () => (signal.aborted ? undefined : (loading ??= attempt()))
  if (hasLayout()) (globalThis.requestIdleCallback ?? setTimeout)(() => void load())

  return {
    current: () => loaded,
    load,
    use(act) {
      if (loaded) return act(loaded)
      waiting.push(act)
      void load()
    },
  }
}
