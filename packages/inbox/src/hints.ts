import type { Awaitable } from '@flashpost/core/protocol'
import { parseJson } from '@flashpost/core/protocol'
import type { Hints } from './backend.ts'

/** A channel on which processes tell each other texts; what is lost is lost. */
export interface Channel {
  readonly send: (payload: string) => Promise<unknown>
  /** Absent where nobody can listen here. Resolves to what ends it. */
  readonly listen?: (
    onPayload: (payload: string) => void,
    onLost: () => void,
  ) => Awaitable<() => Awaitable<unknown>>
}

/** How long hints are collected, in milliseconds: a message for each would cost as much as what it tells of. */
const collect = 20
/** How much a message carries, in characters of JSON: PostgreSQL takes 8,000 bytes at most. */
const room = 2_000

/** Hints over a channel. */
export interface ChannelHints extends Hints {
  /** Tells at once what is still collected: a process that ends would not. */
  readonly flush: () => Promise<void>
}

/** Tells other processes who may have something new, or that anybody may where they are many. */
export function createHints({ send, listen }: Channel): ChannelHints {
  let users = new Set<string | null>()
  let sending: Promise<unknown> = Promise.resolve()

  function flush(): void {
    if (users.size === 0) return
    const list = JSON.stringify([...users])
    const payload = users.has(null) || list.length > room ? '[null]' : list
    users = new Set()
    // A lost hint costs time, and nothing else; a client that throws at once must not end the process.
    sending = Promise.resolve(payload)
      .then(send)
      .catch(() => undefined)
  }

  return {
    async flush() {
      flush()
      await sending
    },
    publish(hints) {
      if (users.size === 0) setTimeout(flush, collect)
      for (const { user = null } of hints) users.add(user)
    },
    ...(listen && {
      async listen(listener, onLost) {
        const end = await listen((payload) => {
          const found = parseJson(payload)
          for (const user of Array.isArray(found) ? (found as unknown[]) : [null])
            listener(typeof user === 'string' ? { user } : {})
        }, onLost)
        return async () => void (await end())
      },
    }),
  }
}
