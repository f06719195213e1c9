import type { Awaitable } from '@flashpost/core/protocol'
import type {
  Added,
  Addition,
  BroadcastAddition,
  Change,
  LogChange,
  RowQuery,
  TallyQuery,
} from './backend/requests.ts'
import type { LogEntry, LogHead, Snapshot, Tally, Tiding, UserState } from './backend/rows.ts'

export type * from './backend/requests.ts'
export type * from './backend/rows.ts'

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
  /** Counts rows: as far as a filter means them, above a place, and as if everything up to `readSeq` were read. */
  tally(user: string, query: TallyQuery): Awaitable<{ tally: Tally; state: UserState | undefined }>
  /** Up to where each of these users is, as `<epoch>.<rev>` of the state; those who have none are left out. */
  revisions(users: readonly string[]): Awaitable<ReadonlyMap<string, string>>
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
  /** Forgets all about a user; with a revision, unless the user has another one by now. */
  erase(user: string, rev?: number): Awaitable<void>
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
  /**
   * Absent where this process hears of nobody: what others do is found by asking. Where `onLost` is told that nothing more will
   * be heard, it is called again.
   * @returns what ends it
   */
  listen?(listener: (hint: Hint) => void, onLost: () => void): Awaitable<() => Awaitable<void>>
}
