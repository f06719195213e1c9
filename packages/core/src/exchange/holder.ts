import type { Awaitable } from '../awaitable.ts'
import type { PendingMessage } from '../codec/pending.ts'
import type { DropReason } from './registration.ts'

/** Who keeps messages for one visitor while one request is answered: all that an exchange asks of its host. */
export interface Holder {
  /** Everything that waits for the visitor, in any order. Never rejects. */
  read(): Awaitable<readonly PendingMessage[]>
  /** Takes a message: holds it at once where it can, else when it saves. */
  add(pending: PendingMessage): void
  /** Is told what is likely to be removed or, without ids, that something is likely to be added. It may not happen. */
  expect?(ids?: readonly string[]): void
  /**
   * Lets go of what has a fate, holds what was added and has none, and writes. Is called again, with all fates anew, for
   * another answer of the same request: nothing that only the answer before has decided may stick. Never rejects.
   */
  save(fates: ReadonlyMap<string, Fate>): Awaitable<Saved>
  /** The answer has left to its last byte: what it has shown may be let go for good. */
  readonly delivered?: ((ids: readonly string[]) => void) | undefined
}

/** What became of what was to be saved. */
export interface Saved {
  /** What nobody holds: added by this request, or lost by who held it. */
  readonly unheld: readonly PendingMessage[]
  /** Whether what was acknowledged is let go, wherever it may have been. */
  readonly isForgotten: boolean
  /** Bytes that saving takes in the head of the answer. */
  readonly headBytes: number
}

/** What becomes of a message: a client has acknowledged it, a template has read it, or it is given up. */
export type Fate = 'acknowledged' | 'read' | DropReason
