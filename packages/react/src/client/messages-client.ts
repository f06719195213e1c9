import type { Message } from '@flashpost/core'
import type { Emitter } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage } from './client-message.ts'
import type { LocalMessages } from './store/local-messages.ts'
import type { MessageProps } from './screen/message-props.ts'
import type { PromiseMessage } from './store/promise-message.ts'
import type { StoredMessages } from './store/message-box.ts'

/** Reads a header by its name in lower case. */
export interface HeaderReader {
  get(name: string): unknown
}

/** One request of the app and its response. */
export interface Exchange {
  /** What the request carries. */
  readonly headers: Readonly<Record<string, string>>
  /** To be called once: with the response's headers, or with nothing when the request failed. */
  readonly end: (headers?: HeaderReader) => void
}

/** Something that belongs to one client and ends with it. */
export interface ClientPart {
  /** Ends it: the client is destroyed. */
  readonly stop: () => void
}

/** One app's messages in the browser: from the server and of its own. */
export interface MessagesClient extends LocalMessages, StoredMessages {
  /** Every named level's number: the built-in ones, those of the option `levels` and those that the server has told. */
  readonly levels: Readonly<Record<string, number>>
  /**
   * A drop-in `fetch`. Requests to the app's own servers carry what was shown and bring what waits; others, and the
   * responses of all, are left as they are.
   */
  readonly fetch: typeof globalThis.fetch
  /** For other transports: begins a request to this address; `undefined` when it is none of the app's own servers. */
  readonly exchange: (url: string | URL) => Exchange | undefined
  /** Takes messages of the server that came by another way: with the document, from a loader. Does nothing on a server. */
  readonly deliver: (messages: readonly Message[]) => void
  /** Shows one message for as long as work runs, and turns it into what came of it. Answers with the promise. */
  readonly promise: PromiseMessage
  /** Listens; the answer stops it. */
  readonly on: Emitter<ClientEvents>['on']
  /** What makes an element carry a message. A message counts as shown when such an element was on screen. */
  readonly getMessageProps: (message: ClientMessage) => MessageProps
  /**
   * Asks the server for messages that wait, now, and answers whether that worked; the event `failed` says why not. On a
   * server it asks for nothing.
   */
  readonly refresh: () => Promise<boolean>
  /** For extensions: the one thing of its kind that belongs to this client, made at the first call. */
  readonly part: <Part extends ClientPart>(create: (client: MessagesClient) => Part) => Part
  /** Sends what is to be acknowledged and stops everything. */
  readonly destroy: () => void
}
