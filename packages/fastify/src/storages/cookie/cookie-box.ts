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
  /** @param isOnePage whether what is shown is used by this response, and has to be cleared by it */
  pending(isOnePage: boolean): readonly PendingMessage[]
  /**
   * Keeps a message if `allows` lets the cookies grow by so many bytes.
   * @param isCrowded whether its cookie has to prove its place however small it is
   * @returns the cookie that holds it, with its size
   */
  add(
    pending: PendingMessage,
    allows: (growth: number) => boolean,
    isCrowded: boolean,
  ): OwnCookie | undefined
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
  /** Its bytes in a request, with room for the sign of a provisional one. */
  size: number
  /** Whether it has to prove its place first. */
  isProvisional: boolean
}

type OwnItem = CookieItem & { readonly pending: PendingMessage }

// Of 4,096 that a browser keeps (RFC 6265, section 6.1).
const sizeLimit = 4_000
/** A cookie of more bytes has to prove its place first. */
const modestSize = 512

/** Opens the message cookies of a request. */
export function openCookieBox(cookies: RequestCookies, prefix: string, oldest: number): CookieBox {
  const box = new Box(cookies, prefix, oldest)
  cookies.beforeWriting(() => box.write())
  return box
}

/** A class, as is all that every request has one of. */
class Box implements CookieBox {
  readonly #cookies: RequestCookies
  readonly #prefix: string
  readonly #markSize: number
  readonly #received: ReadonlyMap<string, ReceivedCookie>
  readonly #foreignSize: number
  readonly #own: Own[] = []
  /** Names of cookies that were written for an answer. */
  #touched: string[] = []

  constructor(cookies: RequestCookies, prefix: string, oldest: number) {
    this.#cookies = cookies
    this.#prefix = prefix
    this.#markSize = markSizeOf(cookies, prefix)
    const { received, foreignSize } = receiveCookies(cookies, prefix, this.#markSize, oldest)
    this.#received = received
    this.#foreignSize = foreignSize
  }

  size(): { readonly received: number; readonly own: number } {
    return { received: this.#foreignSize + sum(this.#received.values()), own: sum(this.#own) }
  }

  has(cookie: string): boolean {
    return this.#received.has(cookie)
  }

  pending(isOnePage: boolean): readonly PendingMessage[] {
    const found: PendingMessage[] = []
    const cookies = isOnePage ? this.#clearable() : this.#received.values()
    for (const cookie of cookies) found.push(...remaining(cookie))
    for (const { items } of this.#own) for (const { pending } of items) found.push(pending)
    return found
  }

  add(
    pending: PendingMessage,
    allows: (growth: number) => boolean,
    isCrowded: boolean,
  ): OwnCookie | undefined {
    const item = { id: pending.message.id, text: encodeCookieItem(pending), pending }
    const cookie = this.#extend(item, allows) ?? this.#begin(item, allows)
    if (!cookie) return undefined
    cookie.isProvisional ||= isCrowded || cookie.size > modestSize
    return { name: this.#prefix + cookie.items[0]!.id, size: cookie.size }
  }

  remove(ids: readonly string[]): void {
    for (const cookie of this.#received.values()) {
      for (const [index, { message }] of cookie.messages.entries()) {
        const bit = ids.includes(message.id) ? 1 << index : 0
        cookie.isChanged ||= (cookie.gone & bit) !== bit
        cookie.gone |= bit
      }
    }
    for (const cookie of this.#own) {
      cookie.items = cookie.items.filter(({ id }) => !ids.includes(id))
    }
  }

  reopen(): void {
    for (const cookie of this.#received.values()) {
      cookie.gone = cookie.goneBefore
      cookie.isChanged = isEmpty(cookie)
    }
  }

  write(): void {
    for (const name of this.#touched) this.#cookies.leave(name)
    this.#touched = []
    for (const [name, cookie] of this.#received) this.#writeReceived(name, cookie)
    for (const cookie of this.#own) this.#writeOwn(cookie)
  }

  /**
   * The cookies that one response can clear, or mark, the oldest first. What is in the others waits for the next one: it
   * would be shown again.
   */
  #clearable(): Iterable<ReceivedCookie> {
    const line = this.#markSize + this.#cookies.lineOverhead
    const count = Math.floor(this.#cookies.headRoom / line)
    if (this.#received.size <= count) return this.#received.values()
    const names = [...this.#received.keys()].toSorted()
    return names.slice(0, count).map((name) => this.#received.get(name)!)
  }

  /** Puts a message into the last cookie of this response, if that has room for more. */
  #extend(item: OwnItem, allows: (growth: number) => boolean): Own | undefined {
    const last = this.#own.at(-1)
    const first = last?.items[0]
    if (!last || !first || last.items.length >= messagesPerCookie) return undefined
    const mark = last.items.length === 1 ? this.#markSize : 0
    const growth = cookieGrowth(item, first.id) + mark
    const size = last.size + growth
    if (size > sizeLimit || !this.#fitsHead(growth, 0) || !allows(growth)) return undefined
    last.items.push(item)
    last.size = size
    return last
  }

  #begin(item: OwnItem, allows: (growth: number) => boolean): Own | undefined {
    const bare = this.#cookies.size(this.#prefix, provisionalSign)
    const size = bare + item.id.length + cookieLength(item)
    if (size > sizeLimit || !this.#fitsHead(size, 1) || !allows(size)) return undefined
    const cookie: Own = { items: [item], size, isProvisional: false }
    this.#own.push(cookie)
    return cookie
  }

  /** Whether the head of the response has room for so many more bytes, and so many more cookies. */
  #fitsHead(growth: number, count: number): boolean {
    const { lineOverhead, headRoom } = this.#cookies
    return sum(this.#own) + growth + (this.#own.length + count) * lineOverhead <= headRoom
  }

  /** Says in a cookie what is gone of another; when all is, both are cleared. */
  #writeReceived(name: string, cookie: ReceivedCookie): void {
    // A stream may break off, and its messages are wanted again then.
    const isOver =
      isEmpty(cookie) && (!this.#cookies.isStreamed || cookie.gone === cookie.goneBefore)
    if (isOver) this.#cookies.remove(this.#touch(name))
    // The request has brought it, so that it may stay.
    else if (cookie.isProvisional) this.#cookies.put(this.#touch(name), cookie.value, false)
    if (!cookie.isChanged) return
    for (const before of cookie.marks) this.#cookies.remove(this.#touch(before))
    if (!isOver) this.#cookies.put(this.#touch(`${name}.${cookie.gone.toString(36)}`), '', false)
  }

  #writeOwn({ items, isProvisional }: Own): void {
    const [first, ...others] = items
    if (!first) return
    const value = encodeCookie([first, ...others])
    const name = this.#touch(this.#prefix + first.id)
    this.#cookies.put(name, isProvisional ? provisionalSign + value : value, isProvisional)
  }

  #touch(name: string): string {
    this.#touched.push(name)
    return name
  }
}

function sum(parts: Iterable<{ readonly size: number }>): number {
  let total = 0
  for (const { size } of parts) total += size
  return total
}
