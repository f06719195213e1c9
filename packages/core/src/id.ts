// What clients need of ids; they are made in id-generator.ts.

/** The 64 URL-safe characters in the order of their ASCII codes, so that ids sort by time as plain text. */
export const alphabet = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
/** How many characters of an id are its time. */
export const timeLength = 8
/** The length of every message id, in characters. */
export const idLength = 22

const pattern = /^[\w-]{22}$/

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

/** Reads what {@link encodeNumber} wrote; it means nothing when a character is foreign. */
export function decodeNumber(text: string): number {
  let value = 0
  for (const digit of text) value = value * 64 + alphabet.indexOf(digit)
  return value
}
