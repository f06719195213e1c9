import type { Message } from '@flashpost/core'

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

/** What the outbox tells: a message was sent to users, or to everybody. */
export interface Tiding {
  /** Of the tiding. */
  readonly id: string
  readonly message: string
  readonly users: readonly string[] | null
}
