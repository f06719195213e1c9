import { FlashError } from '@flashpost/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VisitorCookies } from '../storages/storage.ts'
import type { BrokenStreams } from './broken-streams.ts'
import type { AttributesFinder, CookieAttributes } from './cookie-attributes.ts'
import { hostPrefix, scanCookies } from './scan-cookies.ts'
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
  /** Names and sizes in bytes of cookies with this prefix that no key of ours has signed. */
  foreign(prefix: string): ReadonlyMap<string, number>
  /** As `set`; the cookie lives for a while only, until a request has brought it. */
  setProvisionally(name: string, value: string): void
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
}

/** Hears of a cookie with a name of ours that no key of ours has signed. */
export type HearRefused = (cookie: string) => void

interface Change {
  /** `undefined` when the cookie is to go. */
  readonly value: string | undefined
  readonly kind: 'lasting' | 'provisional' | 'leftover'
}

// Browsers keep no longer cookie (RFC 6265, section 6.1); nor is one worth a hash.
const valueLimit = 4_096
// `=` and `; `, between cookies in a request.
const separators = 3
// A cookie's name and value (RFC 6265, section 4.1.1); without `%`, which browsers' and servers' tools decode.
const token = /^[\w!#$&'*+.^`|~-]+$/
const cookieOctets = /^[!#$&-+\--:<-[\]-~]*$/
const lineOverhead = 'set-cookie: \r\n'.length
// Bytes of the head that are left for saying that more waits or was dropped, and to caches that it is private.
const reserved = 128
// An id, and what may stand behind it: nothing else in a cookie's name can be of a storage of ours.
const ownName = /^[\w-]{22}(?:\.[\da-z]{1,8})?$/

/** Opens the cookies of one request. */
export function openCookies(
  { attributes: finder, signer, headLimit, broken }: CookiesOptions,
  request: FastifyRequest,
  refused: HearRefused,
): RequestCookies {
  const attributes = finder.find(request)
  const opened = new Map<string, Opened>()
  const changes = new Map<string, Change>()
  let writers: (() => void)[] | undefined
  let lines: readonly string[] = []

  /** The cookies with a prefix, as the request brought them: read once. */
  function open(prefix: string): Opened {
    const known = opened.get(prefix)
    if (known) return known
    const received = scanCookies(request.headers.cookie, prefix)
    const values = new Map<string, string>()
    const foreign = new Map<string, number>()
    for (const [name, { value: signed }] of received) {
      const value = verify(signer, name, signed)
      if (value !== undefined) values.set(name, value)
      else if (ownName.test(name.slice(prefix.length))) {
        foreign.set(name, name.length + signed.length + separators)
        refused(name)
      }
    }
    const found = { received, values, foreign }
    opened.set(prefix, found)
    return found
  }

  function receivedAs(name: string): ReceivedCookie | undefined {
    for (const { received } of opened.values()) {
      const cookie = received.get(name)
      if (cookie) return cookie
    }
    return scanCookies(request.headers.cookie, name).get(name)
  }

  function set(name: string, value: string, kind: Change['kind']): void {
    if (!token.test(name) || !cookieOctets.test(value)) throw unfit(name)
    changes.set(name, { value, kind })
  }

  function write(reply: FastifyReply): number {
    for (const work of writers ?? []) work()
    dropSetCookies(reply, lines)
    const written = writeLines(changes, attributes, signer, receivedAs, headLimit)
    for (const line of written) addSetCookie(reply, line)
    lines = written
    return written.reduce((bytes, line) => bytes + line.length + lineOverhead, 0)
  }

  return {
    isHostOnly: (name) => receivedAs(name)?.isHostOnly ?? attributes.prefix === hostPrefix,
    isStreamed: false,
    headRoom: headLimit - reserved,
    lineOverhead: attributes.set.length + lineOverhead - separators,
    wasCut: (id) => broken.has(id),
    read(prefix) {
      const { values } = open(prefix)
      if (changes.size === 0) return values
      const current = new Map(values)
      for (const [name, { value }] of changes) {
        if (!name.startsWith(prefix)) continue
        if (value === undefined) current.delete(name)
        else current.set(name, value)
      }
      return current
    },
    foreign: (prefix) => open(prefix).foreign,
    set: (name, value) => set(name, value, 'lasting'),
    setProvisionally: (name, value) => set(name, value, 'provisional'),
    remove(name) {
      if (receivedAs(name)) changes.set(name, { value: undefined, kind: 'lasting' })
      else changes.delete(name)
    },
    sweep: (name) => void changes.set(name, { value: undefined, kind: 'leftover' }),
    refuse: refused,
    leave: (name) => void changes.delete(name),
    beforeWriting(work) {
      ;(writers ??= []).push(work)
    },
    size: (name, value) =>
      attributes.prefix.length + name.length + value.length + 1 + signatureLength + separators,
    write,
    withdraw(reply) {
      dropSetCookies(reply, lines)
      lines = []
    },
  }
}

/** The cookies with one prefix. */
interface Opened {
  readonly received: ReadonlyMap<string, ReceivedCookie>
  readonly values: ReadonlyMap<string, string>
  readonly foreign: ReadonlyMap<string, number>
}

function verify(signer: Signer, name: string, signed: string): string | undefined {
  const at = signed.length - signatureLength - 1
  if (at < 0 || signed.length > valueLimit || signed[at] !== '.') return undefined
  const value = signed.slice(0, at)
  return signer.verify(`${name}=${value}`, signed.slice(at + 1)) ? value : undefined
}

/** What is to be kept first; what is to go as far as there is room, the rest with a later response. */
function writeLines(
  changes: ReadonlyMap<string, Change>,
  attributes: CookieAttributes,
  signer: Signer,
  receivedAs: (name: string) => ReceivedCookie | undefined,
  headLimit: number,
): readonly string[] {
  if (changes.size === 0) return []
  const lines: string[] = []
  let left = headLimit - reserved
  for (const [name, { value, kind }] of changes) {
    if (value === undefined) continue
    const signed = `${value}.${signer.sign(`${name}=${value}`)}`
    const rest = kind === 'provisional' ? attributes.setProvisionally : attributes.set
    const line = `${attributes.prefix}${name}=${signed}${rest}`
    left -= line.length + lineOverhead
    lines.push(line)
  }
  for (const wanted of ['lasting', 'leftover'] as const) {
    for (const [name, { value, kind }] of changes) {
      if (value !== undefined || kind !== wanted) continue
      const line = receivedAs(name)?.isHostOnly
        ? `${hostPrefix}${name}=${attributes.clearHostOnly}`
        : `${name}=${attributes.clear}`
      if (line.length + lineOverhead > left) return lines
      left -= line.length + lineOverhead
      lines.push(line)
    }
  }
  return lines
}

function unfit(name: string): FlashError {
  return new FlashError(
    'FLASH_ERR_COOKIE',
    `A storage has set a cookie ${JSON.stringify(name)} with a character in its name or value that no cookie holds.`,
    'Encode it, for example as base64url.',
  )
}
