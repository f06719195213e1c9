import type { InboxFilter, InboxMark, MarkResult } from '@flashpost/core'

/**
 * Which messages a mark concerns: one or several by their ids, or all that are known when it is made, of these the ones that
 * a filter means.
 */
export type MarkTarget =
  | string
  | readonly string[]
  | {
      /**
       * The revision up to which messages are meant; what came later was not seen.
       * @default what the client knows is as of
       */
      readonly upTo?: string | undefined
      /** Those that this means. Without one everything is meant, archived or not. */
      readonly filter?: InboxFilter | undefined
    }

/** A mark that somebody has made. It is on screen at once. */
export interface PendingMark {
  readonly mark: InboxMark
  /** Whether it concerns a single message. */
  readonly isOfOne: boolean
  /**
   * What the server has answered, or `undefined` when the mark was withdrawn or another tab has sent it. Rejected with an
   * `InboxFailure` when the server refuses it; nothing of it is on screen any more. While the server cannot be reached it waits.
   */
  readonly done: Promise<MarkResult | undefined>
  /** Takes it back: at once when the server cannot know of it yet, else there too, for ten minutes. */
  readonly undo: () => Promise<MarkResult | undefined>
}
