/** Which messages this tab alone may show. A browser gives up the claims of a tab that dies. */
export interface Claims {
  /** Claims a message; answers whether it is this tab's. */
  readonly take: (id: string) => Promise<boolean>
  /** Calls when a message that is another's has been given up. */
  readonly wait: (id: string, retry: () => void) => void
  /** Gives up those that are meant. */
  readonly free: (isMeant: (id: string) => boolean) => void
  /** Gives up all, and waits for none. */
  readonly stop: () => void
}

interface Claim {
  readonly isGranted: Promise<boolean>
  readonly release: () => void
}

/** Claims with Web Locks (https://w3c.github.io/web-locks/). Where there are none, everything is this tab's. */
export function createClaims(key: string): Claims {
  const claims = new Map<string, Claim>()
  let waiting = new AbortController()
  const request = (id: string, options: LockOptions, callback: LockGrantedCallback<unknown>) =>
    navigator.locks.request(`${key} ${id}`, options, callback)

  const claim = (id: string): Claim => {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const isGranted = new Promise<boolean>((answer) => {
      request(id, { ifAvailable: true }, (lock) => {
        if (!lock) claims.delete(id)
        answer(lock !== null)
        return lock && released
      }).catch(() => answer(true))
    })
    return { isGranted, release }
  }
  const free: Claims['free'] = (isMeant) => {
    for (const [id, { release }] of claims) {
      if (!isMeant(id)) continue
      claims.delete(id)
      release()
    }
  }

  return {
    async take(id) {
      if (!navigator.locks) return true
      const known = claims.get(id) ?? claim(id)
      claims.set(id, known)
      return known.isGranted
    },
    wait(id, retry) {
      request(id, { signal: waiting.signal }, () => undefined).then(retry, () => undefined)
    },
    free,
    stop() {
      free(() => true)
      waiting.abort()
      waiting = new AbortController()
    },
  }
}
