import type { InboxChanges } from '@flashpost/core'
import type { Awaitable } from '@flashpost/core/protocol'

/** What all subscriptions do their work with. */
export interface SubscriptionTools {
  /** What has changed for a user since a revision. */
  readonly changes: (user: string, since: string | undefined) => Promise<InboxChanges>
  readonly background: (work: () => Promise<void>) => void
}

type Listener = (changes: InboxChanges) => Awaitable<void>

/** Tells one listener of a user's changes, one after the other. A class, as is all of which there are thousands. */
export class Subscription {
  readonly #tools: SubscriptionTools
  readonly #user: string
  readonly #listener: Listener
  #revision: string | undefined
  #isFirst = true
  #isOver = false
  #isWanted = false
  #isRunning = false
  #isBehind = false

  constructor(
    tools: SubscriptionTools,
    user: string,
    since: string | undefined,
    listener: Listener,
  ) {
    this.#tools = tools
    this.#user = user
    this.#revision = since
    this.#listener = listener
  }

  /** Whether it could not be told of something. */
  get isBehind(): boolean {
    return this.#isBehind && !this.#isRunning
  }

  /** Has it look whether there is something to tell. */
  wake(): void {
    this.#isWanted = true
    if (this.#isRunning) return
    // From now on: it begins a moment later, and others may wake it before.
    this.#isRunning = true
    this.#tools.background(() => this.#run())
  }

  end(): void {
    this.#isOver = true
  }

  async #run(): Promise<void> {
    try {
      while (this.#isWanted) {
        this.#isWanted = false
        if (this.#isOver) return
        this.#isBehind = true
        const found = await this.#tools.changes(this.#user, this.#revision)
        this.#isBehind = false
        if (this.#isOver || (!this.#isFirst && found.revision === this.#revision)) continue
        // Who throws is told again.
        this.#isBehind = true
        await this.#listener(found)
        this.#revision = found.revision
        this.#isBehind = this.#isFirst = false
      }
    } finally {
      this.#isRunning = false
    }
  }
}
