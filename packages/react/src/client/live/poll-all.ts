import { createRetry } from '../server/retry.ts'
import { jitter } from './jitter.ts'
import { interval, pollInbox } from './poll-inbox.ts'
import type { Source, SourceTools } from './source.ts'

/** What is done where there is no stream: asks for messages and for changes of the inbox, now and every 30 seconds. */
export function pollAll(tools: SourceTools, signal: AbortSignal): Source {
  const pulling = createRetry(
    async () => {
      await tools.pull()
      pulling.schedule(jitter(interval))
      return true
    },
    0,
    signal,
  )
  pulling.schedule()
  return pollInbox(tools, signal)
}
