import { messageOf } from '../inbox/item.ts'
import type { Recipient } from '../inbox/recipient.ts'
import type { LiveEvent } from './live-event.ts'
import type { LiveSessionOptions } from './live-session-options.ts'

/** After a question that has failed, the next one comes so much later, in milliseconds. */
const pause = 5_000
/** One for all streams of which nothing waits. */
const nothing: ReadonlySet<string> = new Set()

/** What is announced to one recipient of a stream. A class, as is all of which there are thousands. */
export class Offers {
  readonly #options: LiveSessionOptions
  readonly #recipient: Recipient
  /** Ids of what was said, and is still announced. */
  #said = nothing
  #stop: (() => void) | undefined = undefined
  #isOver = false

  constructor(options: LiveSessionOptions, recipient: Recipient) {
    this.#options = options
    this.#recipient = recipient
  }

  /** What is to be said now. It is asked again by itself when the turn of another reader is over. */
  async take(): Promise<readonly LiveEvent[]> {
    const { inbox, reader, levels, maxAge, now } = this.#options
    const { messages, until } = await inbox.turns(this.#recipient, reader)
    if (until !== undefined) this.#askAgain(Math.max(0, until - now()))
    const since = now() - maxAge * 1_000
    const fresh = messages
      .filter(({ id, arrivedAt }) => arrivedAt > since && !this.#said.has(id))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    this.#said = messages.length > 0 ? new Set(messages.map(({ id }) => id)) : nothing
    if (fresh.length === 0) return []
    const body = { messages: fresh.map(messageOf), more: false, dropped: false }
    return [{ event: 'messages', data: levels ? { ...body, levels } : body }]
  }

  end(): void {
    this.#isOver = true
    this.#stop?.()
  }

  #askAgain(wait: number): void {
    this.#stop?.()
    if (!this.#isOver) this.#stop = this.#options.later(wait, () => void this.#retake())
  }

  async #retake(): Promise<void> {
    try {
      const events = await this.take()
      if (!this.#isOver) await this.#options.say(events)
    } catch (error) {
      this.#options.onError(error)
      this.#askAgain(pause)
    }
  }
}
