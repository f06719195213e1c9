/** What browsers put before the names of cookies that only this host can have set (RFC 6265bis, section 4.1.3.2). */
export const hostPrefix = '__Host-'

/** A cookie as a request brought it. */
export interface ReceivedCookie {
  /** As it stands in the request. Nothing of ours is ever quoted or percent-encoded. */
  readonly value: string
  /** Whether its name begins with {@link hostPrefix}. */
  readonly isHostOnly: boolean
  /** What was signed, once that is verified; `undefined` when no key of ours has signed it. */
  opened: string | undefined
}

/** `=` and `; `, between cookies in a request, in bytes. */
export const separators = 3
const ownName = /^[\w-]{22}(?:\.[\da-z]{1,8})?$/

const none: ReadonlyMap<string, ReceivedCookie> = new Map()

/**
 * Finds the cookies of a request whose names begin with a prefix, `__Host-` aside. It looks at no other: parsing all of
 * an app's cookies takes longer than to check a signature. Of two with one name the one that only this host can have set is taken.
 */
export function scanCookies(
  header: string | undefined,
  prefix: string,
): ReadonlyMap<string, ReceivedCookie> {
  if (header === undefined || !header.includes(prefix)) return none
  const found = new Map<string, ReceivedCookie>()
  for (let at = header.indexOf(prefix); at >= 0; at = header.indexOf(prefix, at + 1)) {
    const isHostOnly = header.startsWith(hostPrefix, at - hostPrefix.length)
    const begin = isHostOnly ? at - hostPrefix.length : at
    if (!isNameStart(header, begin)) continue
    const end = header.indexOf(';', at)
    const pair = header.slice(at, end < 0 ? undefined : end).trimEnd()
    const equals = pair.indexOf('=')
    if (equals < 0) continue
    const name = pair.slice(0, equals)
    if (isHostOnly || !found.has(name))
      found.set(name, { value: pair.slice(equals + 1), isHostOnly, opened: undefined })
    at += pair.length
  }
  return found
}

/** Says whether a cookie's name can be one of a storage of ours: an id, and what may stand behind it. */
export function canBeOurs(name: string, prefix: string): boolean {
  return ownName.test(name.slice(prefix.length))
}

/** Bytes that a cookie takes in a request, as it came. */
export function receivedSize(name: string, { value, isHostOnly }: ReceivedCookie): number {
  return (isHostOnly ? hostPrefix.length : 0) + name.length + value.length + separators
}

function isNameStart(header: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && header[before] === ' ') before--
  return before < 0 || header[before] === ';'
}
