import type { InboxChanges } from '@flashpost/core'
import type { ClientFailure } from './client-events.ts'

/** Something that belongs to one client and ends with it. */
export interface ClientPart {
  /** Ends it: the client is destroyed. */
  readonly stop: () => void
}

/** What a part may use beyond the public client. */
export interface PartTools {
  /** The name that everything of this client has in its browser: storage, channels and locks begin with it. */
  readonly name: string
  /**
   * Asks one of the server's endpoints, by its path below the option `url`, with the client's `fetch` and credentials, in
   * the name of this tab.
   */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>
  /**
   * Begins something that must not be open while the page is put away for the back button: now, and each time it is there
   * again. What `begin` answers with ends it. So does the answer, for good.
   */
  readonly whilePresent: (begin: () => () => void) => () => void
  /**
   * Follows the user's inbox: tells of what changes, and from which revision on each change counts. One tab of a browser asks
   * for all, over the stream with the option `live`, else every 30 seconds and when somebody looks at the page again. Where
   * nobody is signed in or the server has no inbox it falls silent, until a page is loaded or `client.refresh()` is called.
   * @returns what ends it
   */
  readonly follow: (listener: (news: InboxNews) => void) => () => void
  /** Tells the app that something went wrong between it and its server. */
  readonly fail: (failure: ClientFailure) => void
  /** Given when the client ends. */
  readonly signal: AbortSignal
}

/** What has changed in a user's inbox. To apply it twice is harmless. */
export interface InboxNews {
  /**
   * What a listener has to know at least for the changes to be all that is new to it: one whose own revision is older asks for
   * the changes since that. `undefined`: what is known is not to be built on, load it anew.
   */
  readonly since: string | undefined
  /** Those of another epoch are another user's, or another database's: nothing that was known holds. */
  readonly changes: InboxChanges
}
