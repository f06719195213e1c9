import type { Message } from '@flashpost/core'

/** Which messages this tab alone may show. A browser gives up the claims of a tab that dies. */
export interface Claims {
  /**
   * Claims a message, and what comes with its key; answers whether it is this tab's, and calls when another tab that has it
   * has given it up, for the last one that was asked for.
   */
  readonly take: (message: Message, retry: () => void) => Promise<boolean>
  /** Gives up those that are meant, by what was claimed last. */
  readonly free: (isMeant: (message: Message) => boolean) => void
  /** Gives up all, and waits for none. */
  readonly stop: () => void
}

interface Claim {
  readonly isMine: Promise<boolean>
  readonly release: () => void
  message: Message
  retry: () => void
}

/**
 * Claims with Web Locks (https://w3c.github.io/web-locks/). Where there are none, everything is this tab's. What is hidden, or
 * a frame of no size, shows nothing, and claims nothing.
 */
export function createClaims(prefix: string): Claims {
  const { locks } = navigator
  const claims = new Map<string, Claim>()
  // Others have these; what came last with each is tried again.
  const lost = new Map<string, Claim>()
  let waiting = new AbortController()

  const request = (name: string, options: LockOptions, callback: LockGrantedCallback<unknown>) =>
    locks.request(`${prefix} ${name}`, options, callback)

  const claim = (name: string, message: Message, retry: () => void): Claim => {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const isMine = new Promise<boolean>((answer) => {
      request(name, { ifAvailable: true }, (lock) => {
        answer(lock !== null)
        if (!lock) wait(name, made)
        return lock && released
      }).catch(() => answer(true))
    })
    const made: Claim = { isMine, release, message, retry }
    return made
  }
  const wait = (name: string, made: Claim) => {
    claims.delete(name)
    lost.set(name, made)
    const forget = () => lost.delete(name)
    request(name, { signal: waiting.signal }, forget).then(() => made.retry(), forget)
  }
  const free: Claims['free'] = (isMeant) => {
    for (const [name, { message, release }] of claims) {
      if (!isMeant(message)) continue
      claims.delete(name)
      release()
    }
  }

  return {
    async take(message, retry) {
      if (!locks || document.hidden || !innerHeight) return true
      const name = message.key ?? message.id
      const known = claims.get(name) ?? lost.get(name) ?? claim(name, message, retry)
      if (!lost.has(name)) claims.set(name, known)
      Object.assign(known, { message, retry })
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
