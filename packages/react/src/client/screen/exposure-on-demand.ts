import { createOnDemand } from '../on-demand.ts'
import type { Exposure } from './exposure.ts'

/** An exposure that is loaded on demand. Until it is there nothing counts as shown, and nothing is lost. */
export function createExposureOnDemand(
  report: (ids: readonly string[]) => void,
  minimumTime: number | undefined,
  signal: AbortSignal,
): Exposure {
  const exposure = createOnDemand(
    async () => (await import('./exposure.ts')).createExposure(report, minimumTime),
    signal,
  )
  return {
    watch: (...call) => exposure(({ watch }) => watch(...call)),
    restart: () => exposure(({ restart }) => restart()),
    stop: () => exposure(({ stop }) => stop()),
  }
}
