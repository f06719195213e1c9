import { copyText } from '../copy-text.ts'
import { idLength, isId } from '../id.ts'
import { isJsonObject, parseJson } from '../json.ts'
import { defaultTag, isLevelNumber } from '../levels.ts'
import { buildMessage } from '../message.ts'
import { compactRest, fromCompactRest } from './compact.ts'
import { decodeCookieText, encodeCookieText } from './cookie-text.ts'
import { compactWaiting, withWaiting } from './pending.ts'
import type { PendingMessage } from './pending.ts'
import { protocolVersion } from './protocol.ts'

// Every character is a cookie-octet (RFC 6265, section 4.1.1) and none is `%`, so that no framework encodes it once more.
const version = `${protocolVersion}.`
const separator = '^'

/** A pending message on its way into a cookie. */
export interface CookieItem {
  readonly id: string
  /** The message without its id, as {@link encodeCookieItem} writes it. */
  readonly text: string
}

/** Writes a pending message without its id: `<level>.<text>` and, if there is more to say, `|` and JSON. */
export function encodeCookieItem(pending: PendingMessage): string {
  const { level, text } = pending.message
  const value = `${level}.${encodeCookieText(text)}`
  const rest = JSON.stringify({ ...compactRest(pending.message), ...compactWaiting(pending) })
  return rest === '{}' ? value : `${value}|${encodeCookieText(rest)}`
}

/**
 * Writes messages as the value of one cookie: `1.` and the items between `^`. The first one's id is not in it: it is in
 * the cookie's name. Of the others', what differs from it comes before the item, with a dot.
 */
export function encodeCookie([first, ...others]: readonly [CookieItem, ...CookieItem[]]): string {
  let value = version + first.text
  for (const { id, text } of others) value += `${separator}${tailOf(id, first.id)}.${text}`
  return value
}

/** How many characters a further message adds to a cookie. */
export function cookieGrowth({ id, text }: CookieItem, firstId: string): number {
  return separator.length + tailOf(id, firstId).length + 1 + text.length
}

/** Reads what {@link encodeCookie} wrote. Yields `undefined` for anything else; never throws. */
export function decodeCookie(name: string, value: string): readonly PendingMessage[] | undefined {
  if (!value.startsWith(version)) return undefined
  const firstId = copyText(name)
  const found: PendingMessage[] = []
  for (const item of value.slice(version.length).split(separator)) {
    const at = found.length === 0 ? -1 : item.indexOf('.')
    const id = at < 0 ? firstId : firstId.slice(0, idLength - at) + item.slice(0, at)
    const pending = decodeItem(id, item.slice(at + 1))
    if (!pending) return undefined
    found.push(pending)
  }
  return found
}

function decodeItem(id: string, item: string): PendingMessage | undefined {
  const dot = item.indexOf('.')
  const bar = item.indexOf('|')
  const digits = item.slice(0, Math.max(dot, 0))
  const level = digits === '' ? Number.NaN : Number(digits)
  if (!isId(id) || !isLevelNumber(level)) return undefined
  const text = decodeCookieText(item.slice(dot + 1, bar < 0 ? undefined : bar))
  // Most messages have no more to say than that.
  if (bar < 0) return { message: buildMessage({ id, level, text, levelTag: defaultTag(level) }) }
  const rest = parseJson(decodeCookieText(item.slice(bar + 1)))
  if (!isJsonObject(rest)) return undefined
  const message = fromCompactRest({ id, level, text }, rest)
  return message && withWaiting(message, rest)
}

/** What follows the characters that an id begins with as another one does: ids of one response mostly differ in the last. */
function tailOf(id: string, other: string): string {
  let at = 0
  while (at < idLength && id[at] === other[at]) at++
  return id.slice(at)
}
