import type { ClientMessage } from '../../client.ts'

/** A toast's place in its toaster. */
export interface ToastEntry {
  readonly id: string
  /** Stays when a message takes the place of another one; what a list in React needs. */
  readonly key: string
  /** The message as it was at last, for a toast that is leaving: it is gone from the store. */
  readonly leaving?: ClientMessage
}
