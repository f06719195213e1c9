import type { StoredMessage } from './item.ts'

/** What one reader of several may show of what is announced. */
export interface Turns {
  /** Oldest first. */
  readonly messages: readonly StoredMessage[]
  /** When to ask again, in milliseconds since the epoch: until then others may show the rest. Absent where there is no rest. */
  readonly until?: number
}

/** How a reader asks. */
export interface TurnOptions {
  /**
   * It is told of what comes next as a subscriber, and has the turn of that too, so that nothing has to be written for each
   * message; until its subscription ends, or another reader has shown what it has not.
   * @default false
   */
  readonly listens?: boolean
}
