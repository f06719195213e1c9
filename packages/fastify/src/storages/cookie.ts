import { decodeCookie, encodeCookie, isId } from '@flashpost/core'
import type { PendingMessage } from '@flashpost/core'
import type { FlashContext, FlashStorage } from '../storage.ts'

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
}

/**
 * Keeps each message in a signed cookie of its own, whose name holds the id: parallel responses add and remove messages
 * without touching each other's. What does not fit into the budget is not held, never cut.
 */
export function cookieStorage(options: CookieStorageOptions = {}): FlashStorage {
  const { name = 'flash', budget = 2_048 } = options
  const prefix = `${name}-`

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
    add(context, messages) {
      const { cookies } = context
      let used = 0
      for (const [cookie, value] of cookies.read(prefix)) used += cookies.size(cookie, value)
      return messages.filter((pending) => {
        const cookie = prefix + pending.message.id
        const value = encodeCookie(pending)
        const size = cookies.size(cookie, value)
        if (used + size > budget) return true
        used += size
        cookies.set(cookie, value)
        return false
      })
    },
    remove({ cookies }, ids) {
      for (const id of ids) cookies.remove(prefix + id)
    },
  }
}
