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
  /** The server could not be asked, or answered something else; or what the app delivered is no message. */
  readonly failed: ClientFailure
  /** The server has told its own levels, which have names and methods here from now on. */
  readonly levels: Readonly<Record<string, number>>
}

/** What went wrong between a client and its server. */
export interface ClientFailure {
  /**
   * `FLASH_ERR_UNREACHABLE`: no answer · `FLASH_ERR_ENDPOINT`: an answer that is not Flashpost's · `FLASH_ERR_MESSAGE`: what
   * was delivered is no message · `FLASH_ERR_MARK`: what was done in the inbox is refused, and was taken back · `FLASH_ERR_CORS`, in development only: a response has fields that the page may not read.
   */
  readonly code:
    | 'FLASH_ERR_UNREACHABLE'
    | 'FLASH_ERR_ENDPOINT'
    | 'FLASH_ERR_MESSAGE'
    | 'FLASH_ERR_MARK'
    | 'FLASH_ERR_CORS'
  /** What was called. */
  readonly url?: string
  /** The status of the answer, when there was one. */
  readonly status?: number
  /** What `fetch` threw, or what is no message. */
  readonly error?: unknown
}

/** The names of all events. */
export const eventNames: readonly string[] = [
  'shown',
  'changed',
  'dismissed',
  'dropped',
  'refused',
  'failed',
  'levels',
] satisfies readonly (keyof ClientEvents)[]
