import type { Message } from '@flashpost/core'
import type { ClientMessage, DismissReason } from './client-message.ts'

/** What a client tells those who listen. */
export interface ClientEvents {
  /** These were on screen for the first time. */
  readonly shown: readonly ClientMessage[]
  /** This one says something else now. */
  readonly changed: ClientMessage
  /** These are gone. */
  readonly dismissed: {
    readonly messages: readonly ClientMessage[]
    readonly reason: DismissReason
  }
  /** The server could keep a message nowhere, and it is lost; the server's log says why. */
  readonly dropped: undefined
  /** The catalog's entry refuses this one's parameters. It is not shown, and stays on the server for another version of the app. */
  readonly refused: Message
}

/** The names of all events. */
export const eventNames: readonly string[] = [
  'shown',
  'changed',
  'dismissed',
  'dropped',
  'refused',
] satisfies readonly (keyof ClientEvents)[]
