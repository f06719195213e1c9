import { messageOf } from '../inbox/item.ts'
import type { Recipient } from '../inbox/recipient.ts'
import type { LiveEvent } from './live-event.ts'
import type { LiveSessionOptions } from './live-session-options.ts'

/** What is announced to one recipient of a stream. */
export interface Offers {
  /** What is to be said now. It is asked again by itself when the turn of another reader is over. */
  readonly take: () => Promise<readonly LiveEvent[]>
  readonly end: () => void
}

/** After a question that has failed, the next one comes so much later, in milliseconds. */
const pause = 5_000

export function createOffers(
  { inbox, reader, levels, maxAge, say, later, now, onError }: LiveSessionOptions,
  recipient: Recipient,
): Offers {
  /** Ids of what was said, and is still announced. */
  let said: ReadonlySet<string> = new Set()
  let stop: (() => void) | undefined
  let isOver = false

  function askAgain(wait: number): void {
    stop?.()
    if (!isOver) stop = later(wait, () => void retake())
  }

  async function retake(): Promise<void> {
    try {
      const events = await take()
      if (!isOver) await say(events)
    } catch (error) {
      onError(error)
      askAgain(pause)
    }
  }

  async function take(): Promise<readonly LiveEvent[]> {
    const { messages, until } = await inbox.turns(recipient, reader)
    if (until !== undefined) askAgain(Math.max(0, until - now()))
    const since = now() - maxAge * 1_000
    const fresh = messages
      .filter(({ id, arrivedAt }) => arrivedAt > since && !said.has(id))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    said = new Set(messages.map(({ id }) => id))
    if (fresh.length === 0) return []
    const body = { messages: fresh.map(messageOf), more: false, dropped: false }
    return [{ event: 'messages', data: levels ? { ...body, levels } : body }]
  }

  return {
    take,
    end() {
      isOver = true
      stop?.()
    },
  }
}
