import type { Emitter, MessageContext } from '@flashpost/core/protocol'
import type { LevelScale } from '@flashpost/core'
import type { Backend } from '../backend.ts'
import type { InboxSignals, Retention } from '../inbox.ts'
import type { Arrivals } from './arrivals.ts'
import type { BroadcastCopy } from './broadcasts.ts'

/** What the parts of one inbox share. */
export interface Engine {
  readonly backend: Backend
  readonly broadcasts: BroadcastCopy
  readonly signals: Emitter<InboxSignals>
  readonly messages: MessageContext
  readonly levels: LevelScale
  readonly retention: Required<Retention>
  readonly now: () => number
  readonly arrivals: Arrivals
  /** A new text that nobody else makes, for an epoch. */
  readonly newEpoch: () => string
  /** A text that no other process has, nor this one when it is started again. */
  readonly processId: string
  /** Tells this process and others that users have something new; of all, where it does not say whose. */
  readonly tell: (users: readonly string[] | null) => void
}
