import type { InboxChanges, Turns } from '@flashpost/core'
import { isPending, whenReady } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { News } from './news.ts'

/** Who listens, and since when. */
export interface Listening {
  readonly user: string
  readonly since: string | undefined
  readonly listener: (changes: InboxChanges, turns?: Turns) => Awaitable<void>
  /** The tab or device for which somebody listens. */
  readonly reader?: string | undefined
}

/** What has come for a user since a revision, and for a reader. */
export type FindNews = (
  user: string,
  since: string | undefined,
  reader: string | undefined,
) => Awaitable<News>

/** Tells one listener of a user's changes, one after the other. A class, as is all of which there are thousands. */
export class Subscription {
  readonly reader: string | undefined
  readonly #find: FindNews
  readonly #user: string
  readonly #listener: Listening['listener']
  #revision: string | undefined
  #isFirst = true
  #isOver = false
  #isWanted = false
  #isRunning = false
  #isBehind = false
  #mayStand = false
  #idle: Promise<void> | undefined

  constructor(find: FindNews, { user, since, listener, reader }: Listening) {
    this.reader = reader
    this.#find = find
    this.#user = user
    this.#listener = listener
    this.#revision = since
  }

  /** Whether its reader may have the turn of what is to come. */
  get mayStand(): boolean {
    return this.#mayStand
  }

  /** Resolves when nothing that it is told is under way. */
  get idle(): Promise<void> | undefined {
    return this.#idle
  }

  /** Whether it could not be told of something. */
  get isBehind(): boolean {
    return this.#isBehind && !this.#isRunning
  }

  /** Takes note that there may be something to tell. @returns whether somebody has to run it */
  want(): boolean {
    this.#isWanted = true
    if (this.#isRunning) return false
    // From now on: it begins a moment later, and others may wake it before.
    this.#isRunning = true
    return true
  }

  end(): void {
    this.#isOver = true
  }

  /** Looks whether there is something to tell, and tells it. */
  run(): Awaitable<void> {
    try {
      while (this.#isWanted && !this.#isOver) {
        const told = this.#tellOnce()
        if (isPending(told)) return (this.#idle = this.#runAfter(told))
      }
      this.#isRunning = false
    } catch (error) {
      this.#isRunning = false
      throw error
    }
  }

  async #runAfter(told: Promise<void>): Promise<void> {
    try {
      await told
      while (this.#isWanted && !this.#isOver) await this.#tellOnce()
    } finally {
      this.#isRunning = false
      this.#idle = undefined
    }
  }

  #tellOnce(): Awaitable<void> {
    const reader = this.#isFirst ? undefined : this.reader
    this.#isWanted = false
    this.#isBehind = true
    return whenReady(this.#find(this.#user, this.#revision, reader), (news) => this.#tell(news))
  }

  #tell({ changes, turns }: News): Awaitable<void> {
    this.#isBehind = false
    if (this.#isOver || (!this.#isFirst && changes.revision === this.#revision)) return undefined
    // Who throws is told again.
    this.#isBehind = true
    this.#mayStand ||= !turns || turns.messages.length > 0
    return whenReady(this.#listener(changes, turns), () => {
      this.#revision = changes.revision
      this.#isBehind = this.#isFirst = false
    })
  }
}
