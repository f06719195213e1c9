import { createOnDemand } from '../on-demand.ts'
import type { OnDemand } from '../on-demand.ts'
import type { PartTools } from '../part.ts'
import type { Line, LineTools } from './line.ts'

/** The line of a client, which is loaded for the first that follows. No page loads it before. */
export function createLineOnDemand(
  tools: LineTools & Pick<PartTools, 'signal'>,
): Pick<Line, 'follow' | 'again'> {
  let line: OnDemand<Line> | undefined
  const load = () =>
    (line ??= createOnDemand(
      async () => (await import('./line.ts')).createLine(tools),
      tools.signal,
    ))
  return {
    follow(listener): ReturnType<PartTools['follow']> {
      let stop: (() => void) | undefined
      let isOver = false
      load().use(({ follow }) => {
        if (!isOver) stop = follow(listener)
      })
      return () => {
        isOver = true
        stop?.()
      }
    },
    again: () => line?.current()?.again(),
  }
}
