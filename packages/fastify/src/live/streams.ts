import type { EventStream } from './event-stream.ts'
import type { LiveSettings } from './live-options.ts'

/** The open streams of one app in this process. */
export interface Streams {
  /** Says whether one more may be opened for somebody. */
  readonly hasRoom: (owner: string) => boolean
  /** Looks after a stream until it is removed. */
  readonly add: (owner: string, stream: EventStream) => void
  readonly remove: (owner: string, stream: EventStream) => void
  /** Ends those of somebody. */
  readonly end: (owner: string) => void
  /** Ends all of them; there is no room for others then. */
  readonly close: () => void
}

export function createStreams({ perUser, heartbeat, lifetime, patience }: LiveSettings): Streams {
  const byOwner = new Map<string, Set<EventStream>>()
  const interval = Math.min(1_000, heartbeat / 2, lifetime / 2, patience / 2)
  let timer: ReturnType<typeof setInterval> | undefined
  let isClosed = false

  /** One timer for all of them. */
  function tend(): void {
    const now = performance.now()
    for (const streams of byOwner.values()) for (const stream of streams) stream.tend(now)
  }

  function endAll(streams: Iterable<EventStream>): void {
    for (const stream of streams) stream.end()
  }

  return {
    hasRoom: (owner) => !isClosed && (byOwner.get(owner)?.size ?? 0) < perUser,
    add(owner, stream) {
      const streams = byOwner.get(owner) ?? new Set()
      byOwner.set(owner, streams.add(stream))
      timer ??= setInterval(tend, interval)
    },
    remove(owner, stream) {
      const streams = byOwner.get(owner)
      streams?.delete(stream)
      if (streams?.size === 0) byOwner.delete(owner)
      if (byOwner.size > 0) return
      clearInterval(timer)
      timer = undefined
    },
    end: (owner) => endAll(byOwner.get(owner) ?? []),
    close() {
      isClosed = true
      for (const streams of byOwner.values()) endAll(streams)
    },
  }
}
