import { isJsonObject, parseJson } from '../json.ts'
import { compactRest, fromCompactRest } from './compact.ts'
import { decodeCookieText, encodeCookieText } from './cookie-text.ts'
import { compactWaiting, withWaiting } from './pending.ts'
import type { PendingMessage } from './pending.ts'
import { protocolVersion } from './protocol.ts'

const pattern = /^1\.(\d{1,16})\.([^|]*)(?:\|(.*))?$/

/**
 * Writes a pending message as a cookie's value, `1.<level>.<text>` and, if there is more to say, `|` and JSON. The id is
 * not in it: it is in the cookie's name. Every character is a cookie-octet (RFC 6265, section 4.1.1) and none is `%`, so
 * that no framework encodes it once more.
 */
export function encodeCookie(pending: PendingMessage): string {
  const { level, text } = pending.message
  const value = `${protocolVersion}.${level}.${encodeCookieText(text)}`
  const rest = JSON.stringify({ ...compactRest(pending.message), ...compactWaiting(pending) })
  return rest === '{}' ? value : `${value}|${encodeCookieText(rest)}`
}

/** Reads what {@link encodeCookie} wrote. Yields `undefined` for anything else; never throws. */
export function decodeCookie(id: string, value: string): PendingMessage | undefined {
  const match = pattern.exec(value)
  if (!match) return undefined
  const rest = match[3] === undefined ? {} : parseJson(decodeCookieText(match[3]))
  if (!isJsonObject(rest)) return undefined
  const message = fromCompactRest(
    { id, level: Number(match[1]), text: decodeCookieText(match[2]!) },
    rest,
  )
  return message && withWaiting(message, rest)
}
