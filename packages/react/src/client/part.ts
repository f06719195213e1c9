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
  /** Given when the client ends. */
  readonly signal: AbortSignal
}
