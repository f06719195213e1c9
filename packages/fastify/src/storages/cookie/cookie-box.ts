import type { PendingMessage } from '@flashpost/core'
import { cookieGrowth, encodeCookie, encodeCookieItem } from '@flashpost/core/protocol'
import type { CookieItem } from '@flashpost/core/protocol'
import type { RequestCookies } from '../../http/cookies.ts'
import {
  isEmpty,
  markSizeOf,
  messagesPerCookie,
  provisionalSign,
  receiveCookies,
  remaining,
} from './received-cookies.ts'
import type { ReceivedCookie } from './received-cookies.ts'

/** What one request knows of a visitor's message cookies, and what its response is to do to them. */
export interface CookieBox {
  /** Bytes that the cookies may come to take in a request: those that this one brought, and those of its response. */
  size(): { readonly received: number; readonly own: number }
  has(cookie: string): boolean
  pending(): readonly PendingMessage[]
  /**
   * Keeps a message if `allows` lets the cookies grow by so many bytes.
   * @returns the cookie that holds it, with its size
   */
  add(pending: PendingMessage, allows: (growth: number) => boolean): OwnCookie | undefined
  remove(ids: readonly string[]): void
  /** Takes back what was removed of the cookies that the request brought. */
  reopen(): void
}

/** A cookie of this response: all that it adds is in one, unless that gets too large. */
export interface OwnCookie {
  readonly name: string
  readonly size: number
}

interface Own {
  items: OwnItem[]
  size: number
}

type OwnItem = CookieItem & { readonly pending: PendingMessage }

// Of 4,096 that a browser keeps (RFC 6265, section 6.1).
const sizeLimit = 4_000
/** A cookie of more bytes has to prove its place first. */
const modestSize = 512

/** Opens the message cookies of a request. */
export function openCookieBox(
  cookies: RequestCookies,
  prefix: string,
  oldest: number,
): CookieBox {
  const markSize = markSizeOf(cookies, prefix)
  const { received, foreignSize } = receiveCookies(cookies, prefix, markSize, oldest)
  const own: Own[] = []
  let touched: string[] = []

  function put(item: OwnItem, allows: (growth: number) => boolean): Own | undefined {
    const last = own.at(-1)
    const first = last?.items[0]
    if (last && first && last.items.length < messagesPerCookie) {
      const growth = cookieGrowth(item, first.id) + (last.items.length === 1 ? markSize : 0)
      if (last.size + growth <= sizeLimit)
        return allows(growth) ? extend(last, item, growth) : undefined
    }
    const size = cookies.size(prefix + item.id, encodeCookie([item]))
    if (size > sizeLimit || !allows(size)) return undefined
    const cookie = { items: [item], size }
    own.push(cookie)
    return cookie
  }

  const touch = (name: string) => {
    touched.push(name)
    return name
  }

  /** Says in a cookie what is gone of another; when all is, both are cleared. */
  function writeReceived(name: string, cookie: ReceivedCookie): void {
    if (isEmpty(cookie)) cookies.remove(touch(name))
    // The request has brought it, so that it may stay.
    else if (cookie.isProvisional) cookies.set(touch(name), cookie.value)
    if (!cookie.isChanged) return
    for (const before of cookie.marks) cookies.remove(touch(before))
    if (!isEmpty(cookie)) cookies.set(touch(`${name}.${cookie.gone.toString(36)}`), '')
  }

  function writeOwn({ items, size }: Own): void {
    const [first, ...others] = items
    if (!first) return
    const value = encodeCookie([first, ...others])
    const name = touch(prefix + first.id)
    if (size > modestSize) cookies.setProvisionally(name, provisionalSign + value)
    else cookies.set(name, value)
  }

  cookies.beforeWriting(() => {
    for (const name of touched) cookies.leave(name)
    touched = []
    for (const [name, cookie] of received) writeReceived(name, cookie)
    for (const cookie of own) writeOwn(cookie)
  })

  return {
    size: () => ({ received: foreignSize + sum(received.values()), own: sum(own) }),
    has: (cookie) => received.has(cookie),
    pending() {
      const found: PendingMessage[] = []
      for (const cookie of received.values()) found.push(...remaining(cookie))
      for (const { items } of own) for (const { pending } of items) found.push(pending)
      return found
    },
    add(pending, allows) {
      const item = { id: pending.message.id, text: encodeCookieItem(pending), pending }
      const cookie = put(item, allows)
      return cookie && { name: prefix + cookie.items[0]!.id, size: cookie.size }
    },
    remove(ids) {
      for (const cookie of received.values()) {
        for (const [index, { message }] of cookie.messages.entries()) {
          const bit = ids.includes(message.id) ? 1 << index : 0
          cookie.isChanged ||= (cookie.gone & bit) !== bit
          cookie.gone |= bit
        }
      }
      for (const cookie of own) cookie.items = cookie.items.filter(({ id }) => !ids.includes(id))
    },
    reopen() {
      for (const cookie of received.values()) {
        cookie.gone = cookie.goneBefore
        cookie.isChanged = isEmpty(cookie)
      }
    },
  }
}

function extend(cookie: Own, item: OwnItem, growth: number): Own {
  cookie.items.push(item)
  cookie.size += growth
  return cookie
}

function sum(parts: Iterable<{ readonly size: number }>): number {
  let total = 0
  for (const { size } of parts) total += size
  return total
}
