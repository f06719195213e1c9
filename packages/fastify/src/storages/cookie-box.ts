import {
  cookieGrowth,
  decodeCookie,
  encodeCookie,
  encodeCookieItem,
  idLength,
} from '@flashpost/core'
import type { CookieItem, PendingMessage } from '@flashpost/core'
import type { VisitorCookies } from '../storage.ts'

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
  /** Writes what has changed into the response. */
  write(): void
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

/**
 * A cookie that this request brought. It is never written again, since a parallel response may be removing other
 * messages of it: what is gone is said by a mark, a cookie with a name of its own, until all are.
 */
interface Received {
  readonly messages: readonly PendingMessage[]
  readonly size: number
  readonly marks: string[]
  /** A bit for each message. */
  gone: number
  isChanged: boolean
}

// Their bits and a sign fit into 32.
const messageLimit = 30
// Of 4,096 that a browser keeps (RFC 6265, section 6.1).
const sizeLimit = 4_000

/** Opens the message cookies of a request. */
export function openCookieBox(cookies: VisitorCookies, prefix: string): CookieBox {
  const markSize = cookies.size(
    `${prefix}${'-'.repeat(idLength)}.${allOf(messageLimit).toString(36)}`,
    '',
  )
  const received = receive(cookies, prefix, markSize)
  const own: Own[] = []

  function put(item: OwnItem, allows: (growth: number) => boolean): Own | undefined {
    const last = own.at(-1)
    const first = last?.items[0]
    if (last && first && last.items.length < messageLimit) {
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

  return {
    size: () => ({ received: sum([...received.values()]), own: sum(own) }),
    has: (cookie) => received.has(cookie),
    pending: () => [
      ...[...received.values()].flatMap(({ messages, gone }) =>
        gone === 0 ? messages : messages.filter((_, index) => (gone & (1 << index)) === 0),
      ),
      ...own.flatMap(({ items }) => items.map(({ pending }) => pending)),
    ],
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
    write() {
      for (const [name, cookie] of received) {
        if (cookie.isChanged) mark(cookies, name, cookie)
      }
      for (const {
        items: [first, ...others],
      } of own) {
        if (first) cookies.set(prefix + first.id, encodeCookie([first, ...others]))
      }
    },
  }
}

function extend(cookie: Own, item: OwnItem, growth: number): Own {
  cookie.items.push(item)
  cookie.size += growth
  return cookie
}

/** Reads the cookies that hold messages, and from their marks what is gone of these. Leftovers are cleared. */
function receive(
  cookies: VisitorCookies,
  prefix: string,
  markSize: number,
): ReadonlyMap<string, Received> {
  const received = new Map<string, Received>()
  const marks: string[] = []
  for (const [name, value] of cookies.read(prefix)) {
    const isMark = name.includes('.', prefix.length)
    const messages = isMark ? undefined : decodeCookie(name.slice(prefix.length), value)
    if (isMark) marks.push(name)
    else if (!messages) cookies.refuse(name)
    else {
      // Room for the mark that it may get.
      const size = cookies.size(name, value) + (messages.length > 1 ? markSize : 0)
      received.set(name, { messages, size, marks: [], gone: 0, isChanged: false })
    }
  }
  for (const name of marks) {
    const at = name.indexOf('.', prefix.length)
    const cookie = received.get(name.slice(0, at))
    if (cookie) {
      cookie.marks.push(name)
      cookie.gone |= Number.parseInt(name.slice(at + 1), 36)
      cookie.isChanged = isEmpty(cookie)
    } else cookies.remove(name)
  }
  return received
}

/** Says in a cookie what is gone of another; when all is, both are cleared. */
function mark(cookies: VisitorCookies, name: string, cookie: Received): void {
  for (const before of cookie.marks) cookies.remove(before)
  if (isEmpty(cookie)) cookies.remove(name)
  else cookies.set(`${name}.${cookie.gone.toString(36)}`, '')
}

function isEmpty({ messages, gone }: Received): boolean {
  return (gone & allOf(messages.length)) === allOf(messages.length)
}

/** A bit for each of so many. */
function allOf(count: number): number {
  return 2 ** count - 1
}

function sum(parts: readonly { readonly size: number }[]): number {
  return parts.reduce((total, { size }) => total + size, 0)
}
