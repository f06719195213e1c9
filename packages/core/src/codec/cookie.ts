import { copyText } from '../copy-text.ts'
import { idLength, isId } from '../id.ts'
import { isJsonObject, parseJson } from '../json.ts'
import { defaultTag, isLevelNumber } from '../levels.ts'
import { isPlain, plainMessage } from '../message.ts'
import { compactRest, fromCompactRest } from './compact.ts'
import { decodeCookieText, encodeCookieText } from './cookie-text.ts'
import { addWaiting, isOnlyWaiting, withWaiting } from './pending.ts'
import type { PendingMessage } from './pending.ts'
import { protocolVersion } from './protocol.ts'

// Every character is a cookie-octet (RFC 6265, section 4.1.1) and none is `%`, so that no framework encodes it once more.
const version = `${protocolVersion}.`
const separator = '^'
const bar = '|'

/** A pending message on its way into a cookie. */
export interface CookieItem {
  readonly id: string
  /** The message without its id, as {@link encodeCookieItem} writes it. */
  readonly text: string
}

/** Writes a pending message without its id: `<level>.<text>` and, if there is more to say, `|` and JSON. */
export function encodeCookieItem(pending: PendingMessage): string {
  const { message, owner, tab } = pending
  const value = `${message.level}.${encodeCookieText(message.text)}`
  const tellsAll = isPlain(message) && message.levelTag === defaultTag(message.level)
  if (tellsAll && owner === undefined && tab === undefined) return value
  const rest = JSON.stringify(addWaiting(tellsAll ? {} : compactRest(message), pending))
  return rest === '{}' ? value : `${value}${bar}${encodeCookieText(rest)}`
}

/**
 * Writes messages as the value of one cookie: `1.` and the items between `^`. The first one's id is not in it: it is in
 * the cookie's name. Of the others', what differs from it comes before the item, with a dot.
 */
export function encodeCookie(items: readonly [CookieItem, ...CookieItem[]]): string {
  const [first] = items
  let value = version + first.text
  for (let index = 1; index < items.length; index++) {
    const { id, text } = items[index]!
    value += `${separator}${tailOf(id, first.id)}.${text}`
  }
  return value
}

/** How many characters the value of a cookie has that holds one message. */
export function cookieLength({ text }: CookieItem): number {
  return version.length + text.length
}

/** How many characters a further message adds to a cookie. */
export function cookieGrowth({ id, text }: CookieItem, firstId: string): number {
  return separator.length + idLength - sharedLength(id, firstId) + 1 + text.length
}

/** Reads what {@link encodeCookie} wrote. Yields `undefined` for anything else; never throws. */
export function decodeCookie(name: string, value: string): readonly PendingMessage[] | undefined {
  if (!value.startsWith(version)) return undefined
  const firstId = copyText(name)
  const found: PendingMessage[] = []
  for (let from = version.length; from <= value.length;) {
    const to = endOf(value, separator, from)
    const isFirst = found.length === 0
    const dot = isFirst ? from - 1 : value.indexOf('.', from)
    if (dot < 0 || dot > to) return undefined
    const id = isFirst ? firstId : firstId.slice(0, idLength - dot + from) + value.slice(from, dot)
    const pending = decodeItem(id, value, dot + 1, to)
    if (!pending) return undefined
    found.push(pending)
    from = to + 1
  }
  return found
}

function decodeItem(
  id: string,
  value: string,
  from: number,
  to: number,
): PendingMessage | undefined {
  const dot = value.indexOf('.', from)
  // Without a digit the number of the level would be 0.
  if (dot <= from || dot >= to || !isId(id)) return undefined
  const level = Number(value.slice(from, dot))
  if (!isLevelNumber(level)) return undefined
  const end = Math.min(endOf(value, bar, dot), to)
  const text = decodeCookieText(value, dot + 1, end)
  // Most messages have no more to say than that.
  if (end === to) return { message: plainMessage({ id, level, text }, defaultTag(level)) }
  const rest = parseJson(decodeCookieText(value, end + 1, to))
  if (!isJsonObject(rest)) return undefined
  const message = isOnlyWaiting(rest)
    ? plainMessage({ id, level, text }, defaultTag(level))
    : fromCompactRest({ id, level, text }, rest)
  return message && withWaiting(message, rest)
}

/** Where a part of a value ends that begins at an index. */
function endOf(value: string, end: string, from: number): number {
  const at = value.indexOf(end, from)
  return at < 0 ? value.length : at
}

/** What follows the characters that an id begins with as another one does: ids of one response mostly differ in the last. */
function tailOf(id: string, other: string): string {
  return id.slice(sharedLength(id, other))
}

function sharedLength(id: string, other: string): number {
  let length = 0
  while (length < idLength && id.charCodeAt(length) === other.charCodeAt(length)) length++
  return length
}
