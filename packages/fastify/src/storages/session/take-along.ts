type Callback = (error?: unknown) => void

/** A session of either plugin, as far as it can begin anew. */
export interface RegenerableSession {
  regenerate(keys?: readonly string[] | Callback, callback?: Callback): Promise<void> | void
}

/**
 * Has a session that the app regenerates take one more key along. Both plugins let the app name keys; so the new session
 * is one with content, which they save and give a cookie, whenever their hooks run.
 * @param begun is called when there is a new session
 */
export function takeAlong(session: RegenerableSession, key: string, begun: () => void): void {
  const regenerate = session.regenerate.bind(session)
  const value: RegenerableSession['regenerate'] = (first, second) => {
    const [named, callback] = typeof first === 'function' ? [undefined, first] : [first, second]
    const keys = [...new Set([...(Array.isArray(named) ? named : []), key])]
    if (!callback) return regenerate(keys)?.then(begun)
    return regenerate(keys, (error) => {
      begun()
      callback(error)
    })
  }
  // Seen by no loop over the session's content, and by no store.
  Object.defineProperty(session, 'regenerate', { value, configurable: true, writable: true })
}
