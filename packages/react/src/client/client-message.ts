import type { Message } from '@flashpost/core'

/** A message in the client's store. */
export interface ClientMessage extends Message {
  /** Whether the app itself added it here; the server knows nothing of it. */
  readonly local?: boolean
  /** Whether it stands for work that still runs. */
  readonly busy?: boolean
  /** The text that came, when `text` is a translation of it. */
  readonly fallback?: string
}
