import type { CheckedFilter } from '@flashpost/core/protocol'
import type { Body, Row, Tally } from './rows.ts'

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

/** What is counted. */
export interface TallyQuery {
  readonly filter: CheckedFilter
  /** Rows above this place alone. */
  readonly above: number
  /** Taken instead of the state's. */
  readonly readSeq?: number
  /** One by one also where indexes say it, for who doubts what is kept. */
  readonly isThorough?: boolean
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

export interface LogChange {
  readonly id: string
  /** `show` for one that is hidden, `remove` for one that is there. */
  readonly to: 'show' | 'remove'
}
