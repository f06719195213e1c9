import type { Awaitable } from '../awaitable.ts'
import type { InboxChanges } from '../inbox/changes.ts'
import type { Recipient } from '../inbox/recipient.ts'
import type { TurnOptions, Turns } from '../inbox/turns.ts'

/** What live streams ask of an inbox. */
export interface LiveInbox {
  /**
   * Tells of changes as they come, beginning with those since a revision, one after the other: the next ones are put together
   * while the listener is at work. The answer ends it.
   *
   * Where a reader is named, the listener is told what of the changes that one may show, as far as this is known without asking
   * for `turns`.
   */
  subscribe(
    recipient: Recipient,
    since: string | undefined,
    listener: (changes: InboxChanges, turns?: Turns) => Awaitable<void>,
    reader?: string,
  ): () => void
  /** What a reader may show of what is announced; other readers do not get it meanwhile. */
  turns(recipient: Recipient, reader: string | undefined, options?: TurnOptions): Promise<Turns>
}
