import type { MessageDraft } from '@flashpost/core'
import type { FlashContext, FlashStorage } from '../../storages/storage.ts'
import type { Gate } from './gate.ts'

/** What requests do while a test looks on: see `Browser`. */
export interface Work {
  readonly drafts: Map<string, readonly MessageDraft[]>
  readonly operations: Map<string, Operation>
  readonly gates: Map<string, Gate>
}

/** What is done to the storage itself. */
export type Operation = (storage: FlashStorage, context: FlashContext) => unknown
