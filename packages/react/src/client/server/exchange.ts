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
