import type { Message } from '@flashpost/core'
import type { Awaitable, CheckedFilter } from '@flashpost/core/protocol'

/**
 * Where inboxes are kept. Each method is atomic for all processes that share the backend: one transaction or one script,
 * and everything in its answer is of one moment. What a mark or an expiry does is worked out above it, from a snapshot,
 * and written with {@link Backend.commit} unless somebody was faster; only what is sent needs to know nothing.
 */
export interface Backend extends UserRows, BroadcastLog, Outbox {
  readonly name: string
  /** Makes tables, or brings them to this version; two processes may do so at once. Called before anything else, often. */
  setup(): Awaitable<void>
  close(): Awaitable<void>
  /** Tells other processes of changes and hears of theirs. Without it, they are found by asking. */
  readonly hints?: Hints
}

/** Rows of users: which message, where it stands, and what became of it. */
export interface UserRows {
  /**
   * Stores a body once, and a row for each user who has none of the same `dedupeKey`. Visible rows take the next revision of
   * their user as their place. Rows of the same `key` that are not archived are removed, hidden ones always, visible ones
   * if the new row is visible.
   */
  add(addition: Addition): Awaitable<Added>
  /** A user's state and some rows. */
  read(user: string, query: RowQuery): Awaitable<Snapshot>
  /** Writes changes, unless the state's `version` or `epoch` is another one by now; then it answers nothing. */
  commit(user: string, change: Change): Awaitable<UserState | undefined>
  /** Counts rows one by one: as far as a filter means them, above a place, and as if everything up to `readSeq` were read. */
  tally(user: string, query: TallyQuery): Awaitable<{ tally: Tally; state: UserState | undefined }>
  /** The revisions of users, for those who have any. */
  revisions(users: readonly string[]): Awaitable<ReadonlyMap<string, number>>
  /** Users in the order of their ids, after one of them. */
  users(after: string, limit: number): Awaitable<readonly string[]>
  /** Users who have the message, in order, after one of them. */
  recipients(id: string, after: string, limit: number): Awaitable<readonly string[]>
  /** Users for whom something hidden is due. */
  dueUsers(now: number, limit: number): Awaitable<readonly string[]>
  /**
   * Forgets rows that were removed before a time, and bodies that nobody has any more. Revisions before that cannot be
   * resumed from any more.
   * @returns how many rows
   */
  purge(user: string, removedBefore: number, limit: number): Awaitable<number>
  /** Forgets all about a user. */
  erase(user: string): Awaitable<void>
}

/** What is sent to everybody, once: a small log that every process keeps a copy of. */
export interface BroadcastLog {
  /**
   * Writes one entry, unless there is one of the same `dedupeKey`. Entries of the same `key` are removed, hidden ones always,
   * visible ones if the new one is visible.
   * @returns the id of the entry that there is now, whether it is new, and what is in the outbox now, if it is visible
   */
  broadcast(
    addition: BroadcastAddition,
  ): Awaitable<{ readonly id: string; readonly isNew: boolean; readonly tiding?: string }>
  /** Everything that has changed after a revision of the log; after 0, everything that is there. */
  readLog(since: number): Awaitable<{ head: LogHead; entries: readonly LogEntry[] }>
  /**
   * Makes entries visible, which removes visible ones of the same `key`, or removes them. One revision for each.
   * @returns the ids of those to which it has happened: which were there, and hidden if they were to be shown
   */
  changeLog(changes: readonly LogChange[], now: number): Awaitable<readonly string[]>
  /** Forgets entries that were removed before a time. */
  purgeLog(removedBefore: number): Awaitable<number>
}

/** What was sent and is still to be told: it is written together with what it tells of, and survives a crash. */
export interface Outbox {
  /** Takes tidings, oldest first, that nobody else has taken; who does not end them by `until` leaves them to others. */
  take(limit: number, now: number, until: number): Awaitable<readonly Tiding[]>
  /** Ends them. */
  told(ids: readonly string[]): Awaitable<void>
}

/** Another process may know something new of a user, or of everybody where it does not say of whom. */
export interface Hint {
  readonly user?: string
}

/** A bus between processes. What is lost costs time, never a message. */
export interface Hints {
  publish(hints: readonly Hint[]): void
  /** @returns what ends it */
  listen(listener: (hint: Hint) => void): Awaitable<() => Awaitable<void>>
}

/** What a message says, stored once for all who get it. */
export interface Body {
  readonly message: Message
  readonly topic?: string
}

/** What became of a message. */
export interface Flags {
  readonly readAt: number | null
  /** Unread although everything up to a later place was read. */
  readonly isPinned: boolean
  readonly archivedAt: number | null
  /** It is gone, and is known until clients have heard of it. */
  readonly removedAt: number | null
}

/** A message of a user; or, once the user has marked a broadcast, what became of it. */
export interface Row extends Flags {
  readonly id: string
  readonly isBroadcast: boolean
  /**
   * The revision with which it became visible; 0 while it is hidden, -1 for what is only announced. Of a broadcast, its place
   * in the log.
   */
  readonly seq: number
  /** The revision of the last change. */
  readonly rev: number
  /** Never earlier than that of rows before it. */
  readonly arrivedAt: number
  /** When a hidden row becomes visible, or a visible one expires. */
  readonly dueAt: number | null
  readonly key: string | null
  readonly isAnnounced: boolean
  /** What an undo of the last change makes of it. */
  readonly before: string | null
  /** Where the query asked for it, and the row is no broadcast's. */
  readonly body?: Body
}

/** What is known of a user without counting. */
export interface UserState extends Tally {
  readonly epoch: string
  readonly rev: number
  /** Counts changes of what is there already. */
  readonly version: number
  /** Everything up to there is read, unless it is pinned. */
  readonly readSeq: number
  /** The revision with which that was said last. */
  readonly readRev: number
  /** Changes since an earlier revision are not known any more. */
  readonly floor: number
  /** What the backend need not understand. */
  readonly note: string
}

/** How many visible rows there are that are not removed, and of these. */
export interface Tally {
  readonly total: number
  /** Neither read nor archived. */
  readonly unread: number
  readonly archived: number
  /** Archived and not read. */
  readonly archivedUnread: number
}

/** Which rows are asked for. Rows of broadcasts come in {@link Snapshot.marks} alone. */
export type RowQuery = { readonly bodies?: boolean } & (
  | { readonly by: 'nothing' }
  /** Visible rows that a filter means, from below a place downwards. */
  | {
      readonly by: 'place'
      readonly filter: CheckedFilter
      readonly below: number
      readonly limit: number
    }
  /** Visible rows in a state that came before a time, the oldest first. */
  | {
      readonly by: 'age'
      readonly state: 'archived' | 'read' | 'unread'
      readonly arrivedBefore: number
      readonly limit: number
    }
  /** Any row, removed and hidden ones too. */
  | { readonly by: 'id'; readonly ids: readonly string[] }
  /** Visible rows that are not removed, and were changed with such a revision, in its order; with `removed`, these too. */
  | {
      readonly by: 'revision'
      readonly above: number
      readonly upTo: number
      readonly removed: boolean
      readonly limit: number
    }
  /** Rows whose time has come, the earliest first; of the same time, in the order of their ids. */
  | { readonly by: 'due'; readonly now: number; readonly limit: number }
  /** Pinned rows up to a place. */
  | { readonly by: 'pin'; readonly upTo: number }
  /** Rows of such keys that are neither archived nor removed, visible ones. */
  | { readonly by: 'key'; readonly keys: readonly string[] }
  /** Rows that are to be announced and not hidden, those that changed last first. */
  | { readonly by: 'announced'; readonly limit: number }
)

/** What a user has at one moment. */
export interface Snapshot {
  /** Absent for who never got anything and marked nothing. */
  readonly state: UserState | undefined
  /** The first of the times at which something is due. */
  readonly dueAt: number | null
  readonly rows: readonly Row[]
  /** What became of broadcasts that the user has marked. */
  readonly marks: readonly Row[]
  /** Of the log of broadcasts, not older than the rest. */
  readonly head: LogHead
}

/** What is counted. */
export interface TallyQuery {
  readonly filter: CheckedFilter
  /** Rows above this place alone. */
  readonly above: number
  /** Taken instead of the state's. */
  readonly readSeq?: number
}

/** What is written for one user, on the ground of a snapshot. */
export interface Change {
  /** Of the state that it was worked out from; 0 when there was none. */
  readonly version: number
  /** Of the same state, or for the one that is made by this. */
  readonly epoch: string
  readonly rows: readonly RowChange[]
  /** How many revisions it takes. */
  readonly steps: number
  /** What is added to the counts. */
  readonly add: Tally
  /** Everything up to there is read now. */
  readonly readSeq?: number
  /** Clients cannot follow it, and have to load anew. */
  readonly isBreak?: boolean
  readonly note?: string
}

/** What a row is afterwards; rows of broadcasts may be new. */
export interface RowChange extends Omit<Row, 'rev' | 'body' | 'key'> {
  /** Its revision is the user's before the change and this many; with 0 it keeps the one that it has. */
  readonly step: number
  /** It becomes visible: its revision is its place. */
  readonly isArriving?: boolean
}

/** What is sent to users. */
export interface Addition {
  readonly body: Body
  /** Each once, sorted by UTF-16 code units, at most 1,000. */
  readonly users: readonly string[]
  readonly now: number
  /** For states that are made by this, followed by the user's index in the list: no two users have the same. */
  readonly epoch: string
  /** Whether it comes to the inbox, or is only announced. */
  readonly isStored: boolean
  readonly isAnnounced: boolean
  /** When it becomes visible, if not now. */
  readonly at: number | null
  readonly dedupeKey: string | null
  /** Who sends tells of it until then, and everybody afterwards; 0 where that is anybody from the start. */
  readonly toldUntil: number
  /** The caller's own transaction, which it joins. */
  readonly transaction?: unknown
}

export interface Added {
  /** Who got it. */
  readonly users: readonly string[]
  /** For everybody else: the message that they have already. */
  readonly existing?: string
  /** What is in the outbox now, if anything has come to an inbox. */
  readonly tiding?: string
}

/** What is sent to everybody. */
export interface BroadcastAddition {
  readonly body: Body
  readonly now: number
  readonly isAnnounced: boolean
  readonly at: number | null
  readonly dedupeKey: string | null
  readonly toldUntil: number
  readonly transaction?: unknown
}

/** What the log is as of. */
export interface LogHead {
  readonly epoch: string
  readonly rev: number
  /** Changes since an earlier revision are not known any more. */
  readonly floor: number
  /** The first of the times at which something is due. */
  readonly dueAt: number | null
}

/** A broadcast. */
export interface LogEntry {
  readonly id: string
  /** The revision with which it became visible; 0 while it is hidden. */
  readonly seq: number
  readonly rev: number
  readonly arrivedAt: number
  readonly dueAt: number | null
  readonly removedAt: number | null
  readonly isAnnounced: boolean
  readonly body: Body
}

export interface LogChange {
  readonly id: string
  /** `show` for one that is hidden, `remove` for one that is there. */
  readonly to: 'show' | 'remove'
}

/** What the outbox tells: a message was sent to users, or to everybody. */
export interface Tiding {
  /** Of the tiding. */
  readonly id: string
  readonly message: string
  readonly users: readonly string[] | null
}
