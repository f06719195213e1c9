import { createOnDemand } from '../on-demand.ts'
import type { OnDemand } from '../on-demand.ts'
import type { Line, LineTools } from './line.ts'

/** The line of a client: loaded at once with the option `live`, else for the first that follows. */
export function createLineOnDemand(tools: LineTools, isLive: boolean, signal: AbortSignal): Line {
  let line: OnDemand<Line> | undefined
  const run = async () => {
    const [{ createLine }, work] = await Promise.all([import('./line.ts'), importWork(isLive)])
    return createLine(tools, work, isLive)
  }
  const load = () => (line ??= createOnDemand(run, signal))
  if (isLive) void load().load()
  return {
    follow: (...asked) => load().use(({ follow }) => follow(...asked)),
    open: () => line?.current()?.open(),
    again: () => line?.current()?.again(),
  }
}

/** Who only asks now and then needs to know nothing of streams. */
async function importWork(isLive: boolean) {
  return isLive
    ? (await import('./keep-stream.ts')).keepStream
    : (await import('./poll-inbox.ts')).pollInbox
}
