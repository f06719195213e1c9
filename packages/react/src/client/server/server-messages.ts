import type { Message } from '@flashpost/core'
import type { Exchange } from './exchange.ts'

/** How a client gets messages of the server. */
export interface ServerMessages {
  /** For other transports: begins a request to this address; `undefined` when it is none of the app's own servers. */
  readonly exchange: (url: string | URL) => Exchange | undefined
  /** Takes messages of the server that came by another way: with the document, from a loader. Does nothing on a server. */
  readonly deliver: (messages: readonly Message[]) => void
  /**
   * Asks the server for messages that wait, now, and answers whether that worked; the event `failed` says why not. Live
   * delivery, and who follows the inbox, ask anew as well: call it after a sign-in without a new document. On a server it asks
   * for nothing.
   */
  readonly refresh: () => Promise<boolean>
}
