import type { StoredMessage } from './item.ts'

/** What one reader of several may show of what is announced. */
export interface Turns {
  /** Oldest first. */
  readonly messages: readonly StoredMessage[]
  /** When to ask again, in milliseconds since the epoch: until then others may show the rest. Absent where there is no rest. */
  readonly until?: number
}
