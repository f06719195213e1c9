import type { Message } from '../message.ts'
import type { LiveInbox } from '../live/live-inbox.ts'
import type { InboxChanges } from './changes.ts'
import type { InboxFilter, InboxQuery } from './filter.ts'
import type { InboxCounts, InboxPage, StoredMessage } from './item.ts'
import type { InboxTarget, MarkResult } from './mark.ts'
import type { Recipient } from './recipient.ts'

/** What a server needs of an inbox: `createInbox()` of @flashpost/inbox makes one. */
export interface InboxLike extends LiveInbox {
  /** Keeps a message as it is, under its id; from a time on, where there is one. */
  store(
    user: string,
    message: Message,
    options: { readonly announce: false; readonly at?: number },
  ): Promise<void>
  /** Takes a message back from everybody who has it. */
  retract(id: string): Promise<boolean>

  /** What is to be shown once as it comes, oldest first. */
  announcements(recipient: Recipient): Promise<readonly StoredMessage[]>
  /** Takes note that these were shown; answers those of them that it knows. */
  announced(recipient: Recipient, ids: readonly string[]): Promise<readonly string[]>
  /** Tells which users may have something new, `null` for everybody, whichever process has brought it. */
  on(
    name: 'changed',
    listener: (signal: {
      readonly users: readonly string[] | null
      readonly boxes?: readonly string[]
    }) => void,
  ): () => void

  list(user: string, query?: InboxQuery): Promise<InboxPage>
  get(user: string, id: string): Promise<StoredMessage | undefined>
  counts(user: string, filter?: InboxFilter): Promise<InboxCounts>
  changes(user: string, since?: string): Promise<InboxChanges>

  markRead(user: string, target: InboxTarget): Promise<MarkResult>
  markUnread(user: string, target: InboxTarget): Promise<MarkResult>
  archive(user: string, target: InboxTarget): Promise<MarkResult>
  unarchive(user: string, target: InboxTarget): Promise<MarkResult>
  remove(user: string, target: InboxTarget): Promise<MarkResult>
  undo(user: string, token: string): Promise<MarkResult>
}
