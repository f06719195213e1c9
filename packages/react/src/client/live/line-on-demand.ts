import { createOnDemand } from '../on-demand.ts'
import type { OnDemand } from '../on-demand.ts'
import type { Line, LineTools } from './line.ts'

/** The line of a client: loaded at once with the option `live`, else for the first that follows. */
export function createLineOnDemand(tools: LineTools, isLive: boolean, signal: AbortSignal): Line {
  let line: OnDemand<Line> | undefined
  const run = async () => {
    // Who only asks now and then needs to know nothing of streams.
    const streams = isLive ? import('./keep-stream.ts') : undefined
    const { createLine } = await import('./line.ts')
    return createLine(tools, (await streams)?.keepStream)
  }
  const load = () => (line ??= createOnDemand(run, signal))
  if (isLive) void load().load()
  return {
    follow: (...asked) => load().use(({ follow }) => follow(...asked)),
    open: () => line?.current()?.open(),
    again: () => line?.current()?.again(),
  }
}
