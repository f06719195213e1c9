import type { PendingMessage } from '@flashpost/core'
import { decodeCookie, idLength, idTime } from '@flashpost/core/protocol'
import type { RequestCookies } from '../../http/cookies.ts'
import { canBeOurs, receivedSize } from '../../http/scan-cookies.ts'

/**
 * A cookie that a request brought. Its messages are never written again, since a parallel response may be removing other
 * ones of them: what is gone is said by a mark, a cookie with a name of its own, until all are.
 */
export interface ReceivedCookie {
  readonly messages: readonly PendingMessage[]
  /** What it holds, without the sign of a provisional one. */
  readonly value: string
  readonly isProvisional: boolean
  readonly size: number
  readonly marks: string[]
  /** A bit for each message that is gone, by the marks and by this request. */
  gone: number
  goneBefore: number
  isChanged: boolean
}

/** A bit for each message and a sign fit into 32. */
export const messagesPerCookie = 30
// Of the greatest number of so many bits, in base 36.
const bitsLength = 6

/** Stands before the value of a cookie that lives for a while only, until a request has brought it. */
export const provisionalSign = '!'

/** Bytes that a mark takes at most in a request. */
export function markSizeOf(cookies: RequestCookies, prefix: string): number {
  return cookies.size(prefix, '') + idLength + 1 + bitsLength
}

/** Reads the cookies that hold messages, and from their marks what is gone of these. Leftovers are cleared. */
export function receiveCookies(
  cookies: RequestCookies,
  prefix: string,
  markSize: number,
  oldest: number,
): { readonly received: ReadonlyMap<string, ReceivedCookie>; readonly foreignSize: number } {
  const brought = cookies.received(prefix)
  if (brought.size === 0) return nothing
  const received = new Map<string, ReceivedCookie>()
  let marks: string[] | undefined
  let foreignSize = 0
  for (const [name, cookie] of brought) {
    const { opened } = cookie
    const id = name.slice(prefix.length)
    if (opened !== undefined && isMark(id)) {
      ;(marks ??= []).push(name)
      continue
    }
    const size = receivedSize(name, cookie)
    const content = opened === undefined ? undefined : receiveCookie(id, opened, size, markSize)
    if (content) received.set(name, content)
    else if (canBeOurs(name, prefix)) {
      // A later version of ours may have written what we cannot read, in a process beside this one.
      if (opened !== undefined) cookies.refuse(name)
      foreignSize += passBy(cookies, name, id, size, oldest)
    }
  }
  for (const mark of marks ?? []) applyMark(cookies, received, mark)
  return { received, foreignSize }
}

const nothing = { received: new Map<string, ReceivedCookie>(), foreignSize: 0 } as const

/** What is still there of a cookie's messages. */
export function remaining({ messages, gone }: ReceivedCookie): readonly PendingMessage[] {
  return gone === 0 ? messages : messages.filter((_, index) => (gone & (1 << index)) === 0)
}

/** Says whether all of a cookie's messages are gone. */
export function isEmpty({ messages, gone }: ReceivedCookie): boolean {
  const all = allOf(messages.length)
  return (gone & all) === all
}

function receiveCookie(
  id: string,
  signed: string,
  size: number,
  markSize: number,
): ReceivedCookie | undefined {
  const isProvisional = signed.startsWith(provisionalSign)
  const value = isProvisional ? signed.slice(provisionalSign.length) : signed
  const messages = decodeCookie(id, value)
  return (
    messages && {
      messages,
      value,
      isProvisional,
      // Room for the mark that it may get.
      size: size + (messages.length > 1 ? markSize : 0),
      marks: [],
      gone: 0,
      goneBefore: 0,
      isChanged: false,
    }
  )
}

function applyMark(
  cookies: RequestCookies,
  received: ReadonlyMap<string, ReceivedCookie>,
  name: string,
): void {
  const at = name.lastIndexOf('.')
  const cookie = received.get(name.slice(0, at))
  if (!cookie) return cookies.sweep(name)
  cookie.marks.push(name)
  const gone = Number.parseInt(name.slice(at + 1), 36)
  for (const [index, { message }] of cookie.messages.entries()) {
    if (!cookies.wasCut(message.id)) cookie.gone |= gone & (1 << index)
  }
  cookie.goneBefore = cookie.gone
  cookie.isChanged = isEmpty(cookie)
}

/**
 * What no key of ours has signed is somebody else's: another app of this host, or a process that has the next secret
 * already. It takes its room, and is cleared when nobody can need it any more.
 * @returns its size in bytes
 */
function passBy(
  cookies: RequestCookies,
  name: string,
  id: string,
  size: number,
  oldest: number,
): number {
  if (idTime(id.slice(0, idLength)) >= oldest) return size
  cookies.sweep(name)
  return 0
}

function isMark(id: string): boolean {
  return id.length > idLength
}

/** A bit for each of so many. */
function allOf(count: number): number {
  return (1 << count) - 1
}
