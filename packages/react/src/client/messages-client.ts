import type { Emitter } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage } from './client-message.ts'
import type { ServerMessages } from './server/server-messages.ts'
import type { ClientPart, PartTools } from './part.ts'
import type { LocalMessages } from './store/local-messages.ts'
import type { MessageProps } from './screen/message-props.ts'
import type { PromiseMessage } from './store/promise-message.ts'
import type { StoredMessages } from './store/message-box.ts'

/** One app's messages in the browser: from the server and of its own. */
export interface MessagesClient extends LocalMessages, StoredMessages, ServerMessages {
  /** Every named level's number: the built-in ones, those of the option `levels` and those that the server has told. */
  readonly levels: Readonly<Record<string, number>>
  /**
   * A drop-in `fetch`. Requests to the app's own servers carry what was shown and bring what waits; others, and the
   * responses of all, are left as they are.
   */
  readonly fetch: typeof globalThis.fetch
  /** Shows one message for as long as work runs, and turns it into what came of it. Answers with the promise. */
  readonly promise: PromiseMessage
  /** Listens; the answer stops it. */
  readonly on: Emitter<ClientEvents>['on']
  /** What makes an element carry a message. A message counts as shown when such an element was on screen. */
  readonly getMessageProps: (message: ClientMessage) => MessageProps
  /**
   * For extensions: the one thing of its kind that belongs to this client, made at the first call. There are no tools on a
   * server.
   */
  readonly part: <Part extends ClientPart>(
    create: (client: MessagesClient, tools: PartTools | undefined) => Part,
  ) => Part
  /** Sends what is to be acknowledged and stops everything. */
  readonly destroy: () => void
}
