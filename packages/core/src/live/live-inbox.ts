import type { Awaitable } from '../awaitable.ts'
import type { InboxChanges } from '../inbox/changes.ts'
import type { Recipient } from '../inbox/recipient.ts'
import type { Turns } from '../inbox/turns.ts'

/** What live streams ask of an inbox. */
export interface LiveInbox {
  /**
   * Tells of changes as they come, beginning with those since a revision, one after the other: the next ones are put together
   * while the listener is at work. The answer ends it.
   */
  subscribe(
    recipient: Recipient,
    since: string | undefined,
    listener: (changes: InboxChanges) => Awaitable<void>,
  ): () => void
  /** What a reader may show of what is announced; other readers do not get it meanwhile. */
  turns(recipient: Recipient, reader: string | undefined): Promise<Turns>
}
