import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VisitorCookies } from '../storages/storage.ts'
import type { BrokenStreams } from './broken-streams.ts'
import type { AttributesFinder, CookieAttributes } from './cookie-attributes.ts'
import { checkCookie } from './check-cookie.ts'
import { canBeOurs, hostPrefix, scanCookies, separators } from './scan-cookies.ts'
import type { ReceivedCookie } from './scan-cookies.ts'
import { addSetCookie, dropSetCookies } from './set-cookie.ts'
import { signatureLength } from './signer.ts'
import type { Signer } from './signer.ts'

/** The cookies of one request, and what its response will do to them. */
export interface RequestCookies extends VisitorCookies {
  /** Bytes of the head of one response that cookies may take. */
  readonly headRoom: number
  /** Bytes that a cookie takes in the head of a response beyond its size in a request. */
  readonly lineOverhead: number
  /** The cookies with this prefix as the request brought them, by their names without `__Host-`. */
  received(prefix: string): ReadonlyMap<string, ReceivedCookie>
  /**
   * As `set`, of what is known to be fit for a cookie. A provisional one lives for a while only, until a request has
   * brought it.
   */
  put(name: string, value: string, isProvisional: boolean): void
  /** Whether the response is a stream, which may break off when its head has long arrived. */
  isStreamed: boolean
  /** Whether a message was shown by a stream that broke off. */
  wasCut(id: string): boolean
  /** Has the browser forget a cookie that nobody needs any more, when the head has room for that. */
  sweep(name: string): void
  /** Tells that a cookie holds what we cannot read, although a key of ours has signed it. */
  refuse(name: string): void
  /** Does nothing to a cookie after all. */
  leave(name: string): void
  /** Has something done before the cookies are written. */
  beforeWriting(work: () => void): void
  /**
   * Writes what has changed into the head of the response, in place of what was written for an earlier answer.
   * @returns how many bytes that takes there
   */
  write(reply: FastifyReply): number
  /** Takes back what was written for an earlier answer. */
  withdraw(reply: FastifyReply): void
}

/** What all requests' cookies have in common. */
export interface CookiesOptions {
  readonly attributes: AttributesFinder
  readonly signer: Signer
  /** Bytes of the head of one response that cookies take at most. */
  readonly headLimit: number
  readonly broken: BrokenStreams
  /** Hears of a cookie with a name of ours that no key of ours has signed. */
  readonly refused: (cookie: string, request: FastifyRequest) => void
}

interface Change {
  /** `undefined` when the cookie is to go. */
  readonly value: string | undefined
  readonly kind: 'lasting' | 'provisional' | 'leftover'
}

// Browsers keep no longer cookie (RFC 6265, section 6.1); nor is one worth a hash.
const valueLimit = 4_096
const lineOverhead = 'set-cookie: \r\n'.length
// Bytes of the head that are left for saying that more waits or was dropped, and to caches that it is private.
const reserved = 128

/** Opens the cookies of one request. */
export function openCookies(options: CookiesOptions, request: FastifyRequest): RequestCookies {
  return new Cookies(options, request)
}

/** A class, as is all that every request has one of; what most requests do not need is made when it is needed. */
class Cookies implements RequestCookies {
  isStreamed = false
  readonly headRoom: number
  readonly lineOverhead: number
  readonly #options: CookiesOptions
  readonly #request: FastifyRequest
  readonly #attributes: CookieAttributes
  #opened: Opened[] | undefined = undefined
  #changes: Map<string, Change> | undefined = undefined
  #writers: (() => void)[] | undefined = undefined
  #lines: readonly string[] = noLines

  constructor(options: CookiesOptions, request: FastifyRequest) {
    this.#options = options
    this.#request = request
    this.#attributes = options.attributes.find(request)
    this.headRoom = options.headLimit - reserved
    this.lineOverhead = this.#attributes.set.length + lineOverhead - separators
  }

  isHostOnly(name: string): boolean {
    return this.#received(name)?.isHostOnly ?? this.#attributes.prefix === hostPrefix
  }

  wasCut(id: string): boolean {
    return this.#options.broken.has(id)
  }

  read(prefix: string): ReadonlyMap<string, string> {
    const current = new Map<string, string>()
    for (const [name, { opened }] of this.received(prefix)) {
      if (opened !== undefined) current.set(name, opened)
    }
    for (const [name, { value }] of this.#changes ?? noChanges) {
      if (!name.startsWith(prefix)) continue
      if (value === undefined) current.delete(name)
      else current.set(name, value)
    }
    return current
  }

  /** Looked for and verified once. */
  received(prefix: string): ReadonlyMap<string, ReceivedCookie> {
    const known = this.#opened?.find((each) => each.prefix === prefix)
    if (known) return known.received
    const received = scanCookies(this.#request.headers.cookie, prefix)
    for (const [name, cookie] of received) {
      cookie.opened = verify(this.#options.signer, name, cookie.value)
      if (cookie.opened === undefined && canBeOurs(name, prefix)) this.refuse(name)
    }
    ;(this.#opened ??= []).push({ prefix, received })
    return received
  }

  set(name: string, value: string): void {
    checkCookie(name, value)
    this.put(name, value, false)
  }

  put(name: string, value: string, isProvisional: boolean): void {
    this.#change(name, { value, kind: isProvisional ? 'provisional' : 'lasting' })
  }

  remove(name: string): void {
    if (this.#received(name)) this.#change(name, { value: undefined, kind: 'lasting' })
    else this.leave(name)
  }

  sweep(name: string): void {
    this.#change(name, { value: undefined, kind: 'leftover' })
  }

  refuse(name: string): void {
    this.#options.refused(name, this.#request)
  }

  leave(name: string): void {
    this.#changes?.delete(name)
  }

  beforeWriting(work: () => void): void {
    ;(this.#writers ??= []).push(work)
  }

  size(name: string, value: string): number {
    const { prefix } = this.#attributes
    return prefix.length + name.length + value.length + 1 + signatureLength + separators
  }

  write(reply: FastifyReply): number {
    for (const work of this.#writers ?? noWriters) work()
    this.withdraw(reply)
    if (!this.#changes || this.#changes.size === 0) return 0
    this.#lines = this.#write(this.#changes)
    let bytes = 0
    for (const line of this.#lines) {
      addSetCookie(reply, line)
      bytes += line.length + lineOverhead
    }
    return bytes
  }

  withdraw(reply: FastifyReply): void {
    dropSetCookies(reply, this.#lines)
    this.#lines = noLines
  }

  #received(name: string): ReceivedCookie | undefined {
    const opened = this.#opened?.find(({ prefix }) => name.startsWith(prefix))
    return (opened?.received ?? scanCookies(this.#request.headers.cookie, name)).get(name)
  }

  #change(name: string, change: Change): void {
    ;(this.#changes ??= new Map()).set(name, change)
  }

  /** What is to be kept first; what is to go as far as there is room, the rest with a later response. */
  #write(changes: ReadonlyMap<string, Change>): readonly string[] {
    const lines: string[] = []
    const leftovers: string[] = []
    const gone: string[] = []
    let left = this.headRoom
    for (const [name, { value, kind }] of changes) {
      if (value === undefined) (kind === 'leftover' ? leftovers : gone).push(name)
      else {
        const line = this.#setLine(name, value, kind)
        left -= line.length + lineOverhead
        lines.push(line)
      }
    }
    for (const name of leftovers.length === 0 ? gone : [...gone, ...leftovers]) {
      const line = this.#clearLine(name)
      left -= line.length + lineOverhead
      if (left < 0) break
      lines.push(line)
    }
    return lines
  }

  #setLine(name: string, value: string, kind: Change['kind']): string {
    const { prefix, set, setProvisionally } = this.#attributes
    const pair = `${name}=${value}`
    const signature = this.#options.signer.sign(pair)
    return `${prefix}${pair}.${signature}${kind === 'provisional' ? setProvisionally : set}`
  }

  #clearLine(name: string): string {
    const { clear, clearHostOnly } = this.#attributes
    return this.#received(name)?.isHostOnly
      ? `${hostPrefix}${name}=${clearHostOnly}`
      : `${name}=${clear}`
  }
}

const noLines: readonly string[] = []
const noWriters: readonly (() => void)[] = []
const noChanges: ReadonlyMap<string, Change> = new Map()

/** The cookies with one prefix. */
interface Opened {
  readonly prefix: string
  readonly received: ReadonlyMap<string, ReceivedCookie>
}

function verify(signer: Signer, name: string, signed: string): string | undefined {
  const at = signed.length - signatureLength - 1
  if (at < 0 || signed.length > valueLimit || signed[at] !== '.') return undefined
  const value = signed.slice(0, at)
  return signer.verify(`${name}=${value}`, signed.slice(at + 1)) ? value : undefined
}
