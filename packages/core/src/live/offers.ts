import type { Awaitable } from '../awaitable.ts'
import type { StoredMessage } from '../inbox/item.ts'
import type { Recipient } from '../inbox/recipient.ts'
import type { Turns } from '../inbox/turns.ts'
import type { LiveEvent } from './live-event.ts'
import type { LiveSessionOptions } from './live-session-options.ts'

/** After a question that has failed, the next one comes so much later, in milliseconds. */
const pause = 5_000
/** When so many were said without looking which of them are announced still, it is looked. */
const most = 32
/** One for all streams of which nothing waits; nobody adds to it. */
const nothing = new Set<string>()

/** What is announced to one recipient of a stream. A class, as is all of which there are thousands. */
export class Offers {
  readonly #options: LiveSessionOptions
  readonly #recipient: Recipient
  /** Ids of what was said, and was announced still when it was looked last, or has come since. */
  #said = nothing
  #stop: (() => void) | undefined = undefined
  #isOver = false

  constructor(options: LiveSessionOptions, recipient: Recipient) {
    this.#options = options
    this.#recipient = recipient
  }

  /** What is to be said now. It is asked again by itself when the turn of another reader is over. */
  async take(): Promise<readonly LiveEvent[]> {
    const { inbox, reader, now } = this.#options
    const { messages, until } = await inbox.turns(this.#recipient, reader, { listens: true })
    if (until !== undefined) this.#askAgain(until - now())
    const fresh = this.#freshOf(messages)
    this.#said = messages.length > 0 ? new Set(messages.map(({ id }) => id)) : nothing
    return this.#sayingOf(fresh)
  }

  /** What is to be said of what has just come, beside what was there before. */
  takeOf({ messages, until }: Turns): Awaitable<readonly LiveEvent[]> {
    if (this.#said.size + messages.length > most) return this.take()
    // What was there before is over earlier.
    if (until !== undefined && !this.#stop) this.#askAgain(until - this.#options.now())
    if (messages.length === 0) return []
    const fresh = this.#freshOf(messages)
    if (this.#said === nothing) this.#said = new Set()
    for (const { id } of messages) this.#said.add(id)
    return this.#sayingOf(fresh)
  }

  end(): void {
    this.#isOver = true
    this.#stop?.()
  }

  #freshOf(messages: readonly StoredMessage[]): readonly StoredMessage[] {
    const since = this.#options.now() - this.#options.maxAge * 1_000
    return messages
      .filter(({ id, arrivedAt }) => arrivedAt > since && !this.#said.has(id))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  }

  #sayingOf(fresh: readonly StoredMessage[]): readonly LiveEvent[] {
    if (fresh.length === 0) return []
    const { levels, texts } = this.#options
    const body = { messages: fresh.map(texts.messageOf), more: false, dropped: false }
    return [{ event: 'messages', data: levels ? { ...body, levels } : body }]
  }

  #askAgain(wait: number): void {
    this.#stop?.()
    if (this.#isOver) return
    this.#stop = this.#options.later(Math.max(0, wait), () => {
      this.#stop = undefined
      void this.#retake()
    })
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
