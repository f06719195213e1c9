import type {
  InboxChanges,
  InboxCounts,
  InboxFilter,
  InboxPage,
  InboxQuery,
  InboxTarget,
  LevelOptions,
  MarkResult,
  Message,
  MessageDraft,
  MessageLimits,
  Recipient,
  StoredMessage,
  TurnOptions,
  Turns,
} from '@flashpost/core'
import type { Awaitable, Listener } from '@flashpost/core/protocol'
import type { Backend, Tally } from './backend.ts'

/** How an inbox works. */
export interface InboxOptions extends LevelOptions {
  /** Where messages are kept. */
  readonly backend: Backend
  /**
   * The secret of @flashpost/fastify, with which handles of `request.messages.replyTo()` are signed, where this process is to
   * `reply` to them. Of several, all verify. At least 32 characters each.
   */
  readonly secret?: string | readonly string[] | undefined
  /** How large the parts of a message may be, over the defaults. */
  readonly limits?: Partial<MessageLimits>
  /** How long messages are kept. */
  readonly retention?: Retention
  /**
   * How often changes of other processes are looked for where a subscriber waits, in milliseconds. What the backend tells of
   * comes at once.
   * @default 1_000
   */
  readonly pollInterval?: number
  /**
   * Is told what listeners and background work have thrown.
   * @default console.error
   */
  readonly onError?: (error: unknown) => void
  /**
   * The clock, in milliseconds since the epoch.
   * @default Date.now
   */
  readonly now?: () => number
}

/** How long messages are kept, in milliseconds from their arrival, `Infinity` for ever. What is older goes with the next `cleanup`. */
export interface Retention {
  /**
   * In the archive.
   * @default 120 days
   */
  readonly archived?: number
  /**
   * Read, in the inbox.
   * @default 90 days
   */
  readonly read?: number
  /**
   * Unread.
   * @default 365 days
   */
  readonly unread?: number
  /**
   * Broadcasts, whatever their readers did with them.
   * @default 90 days
   */
  readonly broadcasts?: number
  /**
   * How long it is remembered that a message was removed. Clients that were away for longer load anew, and a `dedupeKey` may
   * be used again.
   * @default 7 days
   */
  readonly removed?: number
}

/** How a message is sent. */
export interface SendOptions {
  /** What it is about; at most 200 characters. */
  readonly topic?: string
  /**
   * A user gets only one message of the same key: it may be sent again, by a job that starts anew, and is there once. At most
   * 200 characters.
   */
  readonly dedupeKey?: string
  /** When it comes to the inbox, in milliseconds since the epoch; at once where that is past. */
  readonly at?: number
  /** When it goes by itself, in milliseconds since the epoch; over the draft's. */
  readonly expiresAt?: number
  /**
   * Whether it is shown once as it comes, as flash messages are.
   * @default true
   */
  readonly announce?: boolean
  /** The caller's own transaction, which it joins: see the backend. */
  readonly transaction?: unknown
}

/**
 * What happened, told once: to the process that did it; what was sent in a transaction, or by a process that ended before it
 * could tell, to one of those that share the backend. Node's `diagnostics_channel` carries each as `flashpost:inbox:<signal>`.
 */
export interface InboxSignals {
  /** Sent and committed. `users` are those who got it, `null` for a broadcast. */
  readonly stored: { readonly id: string; readonly users: readonly string[] | null }
  readonly read: MarkSignal
  readonly archived: MarkSignal
  readonly removed: MarkSignal
  /** Taken back by the app. */
  readonly retracted: { readonly id: string }
  readonly expired: { readonly user: string | null; readonly ids: readonly string[] }
  /**
   * Users may have something new, `null` for everybody. It is told to every process, perhaps more than once; where the backend
   * has no way to tell others, every five seconds. `boxes` are those of visitors who have not signed in.
   */
  readonly changed: { readonly users: readonly string[] | null; readonly boxes?: readonly string[] }
  /** Forgotten by `cleanup`. `user` is `null` for broadcasts. */
  readonly purged: { readonly user: string | null; readonly count: number }
}

/** What a user has marked. */
export interface MarkSignal {
  readonly user: string
  /** How many messages. */
  readonly changed: number
  /** Which ones; absent where everything up to a revision was marked at once. */
  readonly ids?: readonly string[]
}

/** What tools are told of a call, on the tracing channel `flashpost:inbox` of Node's `diagnostics_channel`. */
export interface InboxCall {
  /** The method. */
  readonly operation: keyof Inbox
  /** Whose inbox it is about; absent where it is not about one user's. */
  readonly user?: string
  /** What it was called with. */
  readonly args: readonly unknown[]
}

/** Stored messages for known users. */
export interface Inbox {
  /**
   * Stores a message for a user.
   * @throws FlashError `FLASH_ERR_USER`, `FLASH_ERR_OPTION`, and what a draft can raise
   */
  send(user: string, draft: MessageDraft, options?: SendOptions): Promise<{ readonly id: string }>
  /** Stores a message once for several users. @returns how many of them had no message of the same `dedupeKey` */
  sendMany(
    users: Iterable<string>,
    draft: MessageDraft,
    options?: SendOptions,
  ): Promise<{ readonly id: string; readonly recipients: number }>
  /** Stores one message for everybody, also for users who come later. */
  broadcast(draft: MessageDraft, options?: SendOptions): Promise<{ readonly id: string }>
  /** Has a message shown once, without storing it in the inbox. */
  flash(recipient: Recipient, draft: MessageDraft): Promise<{ readonly id: string }>
  /**
   * Has a message shown once to the visitor whom a handle of `request.messages.replyTo()` names, signed in or not, as `flash`
   * does. With a `key`, a later one takes the place of one that was not shown yet.
   * @throws FlashError `FLASH_ERR_HANDLE` for a handle that no secret of ours has signed, `FLASH_ERR_HANDLE_EXPIRED` for one
   * whose time is over, `FLASH_ERR_SECRET` where the inbox has none, and what a draft can raise
   * @example await inbox.reply(job.data.replyTo, { level: 'success', text: 'Your report is ready.' })
   */
  reply(handle: string, draft: MessageDraft): Promise<{ readonly id: string }>
  /** Stores a message for a user that was made already, as it is and under its id; once, if that is repeated. */
  store(user: string, message: Message, options?: SendOptions): Promise<void>
  /** Takes a message back from everybody who has it. @returns whether anybody had */
  retract(id: string): Promise<boolean>

  /**
   * A page of a user's inbox, newest first.
   * @throws FlashError `FLASH_ERR_FILTER`, `FLASH_ERR_CURSOR`
   */
  list(user: string, query?: InboxQuery): Promise<InboxPage>
  get(user: string, id: string): Promise<StoredMessage | undefined>
  /** How many messages there are; without a filter at the same cost for any number. @throws FlashError `FLASH_ERR_FILTER` */
  counts(user: string, filter?: InboxFilter): Promise<InboxCounts>
  /**
   * What has changed since a revision; everything is to be loaded where it is not given.
   * @throws FlashError `FLASH_ERR_REVISION` for a text that is no revision
   */
  changes(user: string, since?: string): Promise<InboxChanges>

  /** @throws FlashError `FLASH_ERR_REVISION`, `FLASH_ERR_FILTER`, `FLASH_ERR_TARGET` */
  markRead(user: string, target: InboxTarget): Promise<MarkResult>
  markUnread(user: string, target: InboxTarget): Promise<MarkResult>
  archive(user: string, target: InboxTarget): Promise<MarkResult>
  unarchive(user: string, target: InboxTarget): Promise<MarkResult>
  remove(user: string, target: InboxTarget): Promise<MarkResult>
  /**
   * Takes a mark back, within ten minutes: what it changed is as it was before, unless it was changed again since.
   * @throws FlashError `FLASH_ERR_UNDO` for a token that was not made for this user
   */
  undo(user: string, token: string): Promise<MarkResult>

  /** What is to be shown once as it comes, oldest first. */
  announcements(recipient: Recipient): Promise<readonly StoredMessage[]>
  /**
   * What of it a reader, one of a user's tabs and devices, may show. Each message is one reader's for ten seconds, in whatever
   * process the others ask; then it is the next one's, unless `announced` has said that it was shown. Without a reader nobody
   * is kept from anything.
   */
  turns(recipient: Recipient, reader: string | undefined, options?: TurnOptions): Promise<Turns>
  /**
   * Takes note that these were shown. What was to come later does not come then.
   * @returns those of them that the user has, or had lately
   */
  announced(recipient: Recipient, ids: readonly string[]): Promise<readonly string[]>

  /** Listens; the answer stops it. */
  on<Name extends keyof InboxSignals>(
    name: Name,
    listener: Listener<InboxSignals[Name]>,
  ): () => void
  /**
   * Tells of changes as they come, beginning with those since a revision, one after the other. The answer ends it.
   * @param listener is told, for the reader, what of the changes it may show, where nothing had to be written for that: it has
   * asked for `turns` with `listens`. Where it is not told, it asks again.
   * @param reader one of a user's tabs and devices, for which the listener listens
   * @throws FlashError `FLASH_ERR_REVISION` for a text that is no revision
   */
  subscribe(
    recipient: Recipient,
    since: string | undefined,
    listener: (changes: InboxChanges, turns?: Turns) => Awaitable<void>,
    reader?: string,
  ): () => void

  /** All that is kept of a user. */
  exportUser(user: string): Promise<readonly StoredMessage[]>
  /** Forgets all about a user. */
  eraseUser(user: string): Promise<void>
  /** Counts a user's messages one by one, and says whether that is what is known. */
  verify(user: string): Promise<Verification>
  /** Puts right what `verify` finds. */
  repair(user: string): Promise<Verification>
  /** Removes what is past its time, forgets what was removed long ago. To be called now and then, once an hour for example. */
  cleanup(): Promise<Cleanup>
  /** Makes the backend ready; everything else does so when it is needed. */
  setup(): Promise<void>
  /** Ends subscriptions and the backend's connections. */
  close(): Promise<void>
}

/** What `verify` has found. */
export interface Verification {
  readonly isRight: boolean
  readonly kept: Tally
  readonly counted: Tally
}

/** How many messages a `cleanup` has concerned. */
export interface Cleanup {
  /** Past their own `expiresAt`. */
  readonly expired: number
  /** Past what `retention` says. */
  readonly removed: number
  /** Forgotten for good. */
  readonly purged: number
}
