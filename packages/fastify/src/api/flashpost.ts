import type { LevelScale } from '@flashpost/core'
import type { FlashListener, FlashSignals } from './signals.ts'

/** Flashpost as an app sees it, `app.flashpost`. */
export interface Flashpost {
  /** The path below which the endpoints are. */
  readonly prefix: string
  /** The levels and tags of this app. */
  readonly levels: LevelScale
  /**
   * Listens to what happens to messages.
   * @returns how to stop
   * @example app.flashpost.on('dropped', ({ message, reason }) => metrics.count(reason))
   */
  on<Name extends keyof FlashSignals>(name: Name, listener: FlashListener<Name>): () => void
  /**
   * Ends the live streams that a user has in this process: to be called where somebody signs out. Browsers that are still signed
   * in come back.
   * @example app.flashpost.endStreams(request.user.id)
   */
  endStreams(user: string | number): void
}
