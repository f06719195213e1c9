import type { Emitter, MessagesBody } from '@flashpost/core/protocol'
import type { ClientEvents } from '../client-events.ts'
import type { InboxNews } from '../part.ts'

/** Where the tab that leads has news from, until a signal. */
export interface Source {
  /** A tab wants to know how things stand. */
  readonly ask: () => void
  /** The server has said that something will come: whatever was given up is tried again. */
  readonly open: () => void
  /** Somebody else may be signed in, or the network another: asks anew. */
  readonly again: () => void
}

/** What a source works with. */
export interface SourceTools {
  /** Where the endpoints are. */
  readonly url: string
  /** Asks one of them, by its path. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>
  /** The revision up to which changes were told, in this tab or in one that led before. */
  readonly known: () => string | undefined
  /** Tells every tab what has changed in the inbox. */
  readonly tell: (news: InboxNews) => void
  /** Brings messages to every tab. */
  readonly deliver: (body: MessagesBody) => void
  /** Asks for the messages that wait. */
  readonly pull: () => unknown
  /** Tells the app. */
  readonly emit: Emitter<ClientEvents>['emit']
}

/** Makes a source, for as long as this tab leads. */
export type Work = (tools: SourceTools, signal: AbortSignal) => Source
