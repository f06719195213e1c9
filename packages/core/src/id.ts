// The 64 URL-safe characters in the order of their ASCII codes, so that ids sort by time as plain text.
const alphabet = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const timeLength = 8
const randomLength = 14
const stepLength = 5
const pattern = /^[\w-]{22}$/

/** The length of every message id, in characters. */
export const idLength = timeLength + randomLength

/** Where ids get their time and their randomness from. */
export interface IdSource {
  /** Milliseconds since the epoch, as `Date.now`. */
  now(): number
  /** Fills the array with cryptographically strong random bytes, as `crypto.getRandomValues`. */
  fill(bytes: Uint8Array<ArrayBuffer>): unknown
}

/**
 * Makes a generator of message ids: 48 bits of milliseconds, then 84 random bits, as 22 characters of `[A-Za-z0-9_-]`.
 * Ids of one generator grow strictly, even when the clock stands still or steps back: then by 30 random bits, so that
 * nobody can tell from an id of theirs which one somebody else got in the same millisecond (RFC 9562, section 6.2, method 2).
 */
export function createIdGenerator(source: IdSource): () => string {
  const digits = new Uint8Array(randomLength)
  const step = new Uint8Array(stepLength)
  let time = -1
  let prefix = ''
  return () => {
    const now = source.now()
    if (now > time) {
      time = now
      prefix = encodeNumber(time, timeLength)
      source.fill(digits)
      for (let index = 0; index < randomLength; index++) digits[index]! &= 63
    } else {
      source.fill(step)
      if (!increase(digits, step)) prefix = encodeNumber(++time, timeLength)
    }
    let id = prefix
    for (const digit of digits) id += alphabet[digit]
    return id
  }
}

/** Says whether a value has the form of a message id. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value)
}

/** The time inside an id, in milliseconds since the epoch. */
export function idTime(id: string): number {
  return decodeNumber(id.slice(0, timeLength))
}

/** Writes a whole number as text of a fixed length, 6 bits a character, sorting as the numbers do. */
export function encodeNumber(value: number, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest = Math.floor(rest / 64))
    text = alphabet[rest % 64] + text
  return text
}

/** Reads what {@link encodeNumber} wrote. `NaN` when a character is foreign. */
export function decodeNumber(text: string): number {
  let value = 0
  for (const character of text) {
    const digit = alphabet.indexOf(character)
    value = digit < 0 ? Number.NaN : value * 64 + digit
  }
  return value
}

/** Adds a random number, and one, to the last of the digits. Says whether there was room for it. */
function increase(digits: Uint8Array, step: Uint8Array): boolean {
  let carry = 1
  for (let index = digits.length - 1; index >= 0; index--) {
    const random = step[index - digits.length + step.length] ?? 0
    const sum = digits[index]! + (random & 63) + carry
    digits[index] = sum & 63
    carry = sum >> 6
  }
  return carry === 0
}
