import { decodeCookie, encodeCookie, isId } from '@flashpost/core'
import type { PendingMessage } from '@flashpost/core'
import type { FlashContext, FlashStorage } from '../storage.ts'
import { createUnseen } from './unseen.ts'

/** How messages are kept in cookies. */
export interface CookieStorageOptions {
  /**
   * What the names of the cookies begin with, before the message's id; `__Host-` comes before it where it can.
   * @default 'flash'
   */
  readonly name?: string
  /**
   * Bytes that all message cookies of a visitor may take in a request. Some servers refuse more than 4,096 for all
   * headers together.
   * @default 2_048
   */
  readonly budget?: number
  /**
   * Bytes that they may take when requests of one tab run in parallel and do not see each other's cookies. It has to
   * leave room for the app's own cookies below what servers and proxies accept: 16,384 bytes of headers in Node, 8,192
   * for one header in nginx.
   * @default 6_144
   */
  readonly parallelBudget?: number
}

/**
 * Keeps each message in a signed cookie of its own, whose name holds the id: parallel responses add and remove messages
 * without touching each other's. What does not fit into the budget is not held, never cut.
 */
export function cookieStorage(options: CookieStorageOptions = {}): FlashStorage {
  const { name = 'flash', budget = 2_048, parallelBudget = 6_144 } = options
  const prefix = `${name}-`
  const unseen = createUnseen()

  function read({ cookies }: FlashContext): Map<string, PendingMessage> {
    const pending = new Map<string, PendingMessage>()
    for (const [cookie, value] of cookies.read(prefix)) {
      const id = cookie.slice(prefix.length)
      const decoded = isId(id) ? decodeCookie(id, value) : undefined
      if (decoded) pending.set(id, decoded)
      else cookies.refuse(cookie)
    }
    return pending
  }

  return {
    name: 'cookie',
    eager: true,
    read: (context) => [...read(context).values()],
    add({ cookies, tab }, messages) {
      const sent = cookies.read(prefix)
      let used = 0
      for (const [cookie, value] of sent) used += cookies.size(cookie, value)
      const parallel = tab === undefined ? 0 : unseen.size(tab, sent)
      return messages.filter((pending) => {
        const cookie = prefix + pending.message.id
        const value = encodeCookie(pending)
        const size = cookies.size(cookie, value)
        if (used + size > budget || used + parallel + size > parallelBudget) return true
        used += size
        cookies.set(cookie, value)
        if (tab !== undefined) unseen.add(tab, cookie, size)
        return false
      })
    },
    remove({ cookies }, ids) {
      for (const id of ids) cookies.remove(prefix + id)
    },
  }
}
