import type { AnyCatalog } from '@flashpost/core'
import type { Translate } from './store/translate.ts'

/** What `createMessagesClient` may be told. */
export interface MessagesClientOptions {
  /**
   * Where the server's message endpoints are: its option `prefix`, or an absolute URL when the API has another origin.
   * @default '/messages'
   */
  readonly url?: string
  /**
   * Origins beside the page's own and that of `url` whose requests may carry and bring messages. A listed server must
   * allow the headers `Flash-Client` and `Flash-Used` and expose `Flash-Messages` and `Flash-Used` (CORS).
   * @default []
   */
  readonly origins?: readonly string[]
  /**
   * Does the requests, of `client.fetch` as well as the client's own.
   * @default globalThis.fetch, looked up at each call
   */
  readonly fetch?: typeof globalThis.fetch
  /**
   * The credentials mode of the client's own requests; `include` when `url` has another origin that knows a cookie.
   * @default 'same-origin'
   */
  readonly credentials?: RequestCredentials
  /**
   * Whether messages that wait are taken at the start: from the script element that the server embedded, else from the
   * JSON endpoint.
   * @default true
   */
  readonly hydrate?: boolean
  /**
   * Whether messages come by themselves, over `GET /messages/live`: those of jobs, of other devices, and what changes in the
   * inbox. One tab of a browser keeps a connection for all while somebody looks at any; without streams it asks every 30
   * seconds. After a sign-in without a new document `refresh()` has it ask anew.
   * @default false
   */
  readonly live?: boolean
  /**
   * The app's own levels, by name, as on the server.
   * @default {}
   */
  readonly levels?: Readonly<Record<string, number>>
  /**
   * Tags by level number, over the defaults, as on the server.
   * @default {}
   */
  readonly tags?: Readonly<Record<number, string>>
  /**
   * How long an acknowledgement waits for a request to ride on before it goes out by itself, in milliseconds.
   * @default 100
   */
  readonly acknowledgeDelay?: number
  /**
   * How long a message must have been on screen without a break to count as shown, in milliseconds.
   * @default 0
   */
  readonly minimumTime?: number
  /**
   * The app's own messages. One whose parameters its entry's schema refuses is not shown; the event `refused` tells.
   * @default every message is taken
   */
  readonly catalog?: AnyCatalog
  /**
   * Says messages of the catalog in the reader's language. `setTranslate` changes it.
   * @default every message is shown as it came
   */
  readonly translate?: Translate
}
