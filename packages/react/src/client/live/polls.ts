import { createRetry } from '../server/retry.ts'
import { jitter } from './jitter.ts'
import { interval, pollInbox } from './poll-inbox.ts'
import type { Source, SourceTools } from './source.ts'

/** What is done where there is no stream: asks for messages and for changes of the inbox, at once and every 30 seconds. */
export interface Polls {
  readonly start: () => void
  readonly stop: () => void
  /** Asks now, once it was started. */
  readonly ask: () => void
}

export function createPolls(tools: SourceTools): Polls {
  let ending: AbortController | undefined
  let inbox: Source | undefined
  const pull = (signal: AbortSignal) => {
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
  }
  return {
    start() {
      if (ending) return
      ending = new AbortController()
      pull(ending.signal)
      inbox = pollInbox(tools, ending.signal)
    },
    stop() {
      ending?.abort()
      ending = inbox = undefined
    },
    ask: () => inbox?.ask(),
  }
}
