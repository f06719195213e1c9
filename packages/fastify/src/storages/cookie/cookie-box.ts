import type { PendingMessage } from '@flashpost/core'
import {
  cookieGrowth,
  cookieLength,
  encodeCookie,
  encodeCookieItem,
} from '@flashpost/core/protocol'
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
  /** Its bytes in a request, without and with the sign of a provisional one. */
  plain: number
  size: number
}

type OwnItem = CookieItem & { readonly pending: PendingMessage }

// Of 4,096 that a browser keeps (RFC 6265, section 6.1).
const sizeLimit = 4_000
/** A cookie of more bytes has to prove its place first. */
const modestSize = 512

/** Opens the message cookies of a request. */
export function openCookieBox(cookies: RequestCookies, prefix: string, oldest: number): CookieBox {
  const markSize = markSizeOf(cookies, prefix)
  const { received, foreignSize } = receiveCookies(cookies, prefix, markSize, oldest)
  const own: Own[] = []
  let touched: string[] = []

  /** Whether the head of the response has room for cookies of so many bytes in all. */
  const fitsHead = (size: number, count: number) =>
    size + count * cookies.lineOverhead <= cookies.headRoom

  function put(item: OwnItem, allows: (growth: number) => boolean): Own | undefined {
    const last = own.at(-1)
    const first = last?.items[0]
    const total = sum(own)
    if (last && first && last.items.length < messagesPerCookie) {
      const mark = last.items.length === 1 ? markSize : 0
      const plain = last.plain + cookieGrowth(item, first.id) + mark
      const size = withSign(plain)
      const growth = size - last.size
      if (size <= sizeLimit) {
        if (!fitsHead(total + growth, own.length) || !allows(growth)) return undefined
        last.items.push(item)
        return Object.assign(last, { plain, size })
      }
    }
    const plain = cookies.size(prefix + item.id, '') + cookieLength(item)
    const size = withSign(plain)
    if (size > sizeLimit || !fitsHead(total + size, own.length + 1) || !allows(size)) {
      return undefined
    }
    const cookie: Own = { items: [item], plain, size }
    own.push(cookie)
    return cookie
  }

  const touch = (name: string) => {
    touched.push(name)
    return name
  }

  /** Says in a cookie what is gone of another; when all is, both are cleared. */
  function writeReceived(name: string, cookie: ReceivedCookie): void {
    // A stream may break off, and its messages are wanted again then.
    const isOver = isEmpty(cookie) && (!cookies.isStreamed || cookie.gone === cookie.goneBefore)
    if (isOver) cookies.remove(touch(name))
    // The request has brought it, so that it may stay.
    else if (cookie.isProvisional) cookies.set(touch(name), cookie.value)
    if (!cookie.isChanged) return
    for (const before of cookie.marks) cookies.remove(touch(before))
    if (!isOver) cookies.set(touch(`${name}.${cookie.gone.toString(36)}`), '')
  }

  function writeOwn({ items, plain }: Own): void {
    const [first, ...others] = items
    if (!first) return
    const value = encodeCookie([first, ...others])
    const name = touch(prefix + first.id)
    if (plain > modestSize) cookies.setProvisionally(name, provisionalSign + value)
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

/** The size of a cookie with the sign that it needs when it is more than modest. */
function withSign(plain: number): number {
  return plain > modestSize ? plain + provisionalSign.length : plain
}

function sum(parts: Iterable<{ readonly size: number }>): number {
  let total = 0
  for (const { size } of parts) total += size
  return total
}
