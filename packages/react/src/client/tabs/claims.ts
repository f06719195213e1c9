/** Which messages this tab alone may show. A browser gives up the claims of a tab that dies. */
export interface Claims {
  /** Claims a message; answers whether it is this tab's, and calls when another tab that has it has given it up. */
  readonly take: (id: string, retry: () => void) => Promise<boolean>
  /** Gives up those that are meant. */
  readonly free: (isMeant: (id: string) => boolean) => void
  /** Gives up all, and waits for none. */
  readonly stop: () => void
}

interface Claim {
  readonly isMine: Promise<boolean>
  readonly release: () => void
}

/** Claims with Web Locks (https://w3c.github.io/web-locks/). Where there are none, everything is this tab's. */
export function createClaims(key: string): Claims {
  const { locks } = navigator
  const claims = new Map<string, Claim>()
  let waiting = new AbortController()

  const request = (id: string, options: LockOptions, callback: LockGrantedCallback<unknown>) =>
    locks.request(`${key} ${id}`, options, callback)

  const claim = (id: string, retry: () => void): Claim => {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const isMine = new Promise<boolean>((answer) => {
      request(id, { ifAvailable: true }, (lock) => {
        answer(lock !== null)
        if (!lock) wait(id, retry)
        return lock && released
      }).catch(() => answer(true))
    })
    return { isMine, release }
  }
  const wait = (id: string, retry: () => void) => {
    claims.delete(id)
    request(id, { signal: waiting.signal }, () => {}).then(retry, () => {})
  }
  const free: Claims['free'] = (isMeant) => {
    for (const [id, { release }] of claims) {
      if (!isMeant(id)) continue
      claims.delete(id)
      release()
    }
  }

  return {
    async take(id, retry) {
      if (!locks) return true
      const known = claims.get(id) ?? claim(id, retry)
      claims.set(id, known)
      return known.isMine
    },
    free,
    stop() {
      free(() => true)
      waiting.abort()
      waiting = new AbortController()
    },
  }
}
