import { asciiText } from './ascii.ts'
import { alphabet, idLength, timeLength } from './id.ts'

const stepLength = 5

/** Where ids get their time and their randomness from. */
export interface IdSource {
  /** Milliseconds since the epoch, as `Date.now`. */
  now(): number
  /** Fills the array with cryptographically strong random bytes, as `crypto.getRandomValues`. */
  fill(bytes: Bytes): unknown
}

/** An array over memory of its own, in the words of a TypeScript before 5.7, to which `Uint8Array` is not generic. */
type Bytes = ReturnType<Uint8ArrayConstructor['from']>

/**
 * Makes a generator of message ids: 48 bits of milliseconds, then 84 random bits, as 22 characters of `[A-Za-z0-9_-]`.
 * Ids of one generator grow strictly, even when the clock stands still or steps back: then by 30 random bits, so that
 * nobody can tell from an id of theirs which one somebody else got in the same millisecond (RFC 9562, section 6.2, method 2).
 */
export function createIdGenerator(source: IdSource): () => string {
  // Of each byte, the low 6 bits are a digit.
  const digits = new Uint8Array(idLength)
  const random = digits.subarray(timeLength)
  const step = new Uint8Array(stepLength)
  const codes = new Uint8Array(idLength)
  let time = -1
  return () => {
    const now = source.now()
    if (now > time) {
      writeTime(digits, (time = now))
      source.fill(random)
    } else {
      source.fill(step)
      if (!increase(random, step)) writeTime(digits, ++time)
    }
    for (let index = 0; index < idLength; index++)
      codes[index] = alphabet.charCodeAt(digits[index]! & 63)
    return asciiText(codes)
  }
}

/** Writes 48 bits as eight digits, in two halves: shifts take 32 bits at most, and to divide instead takes far longer. */
function writeTime(digits: Uint8Array, time: number): void {
  const half = 2 ** 24
  let high = Math.floor(time / half)
  let low = time % half
  for (let index = 3; index >= 0; index--) {
    digits[index] = high & 63
    digits[index + 4] = low & 63
    high >>= 6
    low >>= 6
  }
}

/** Adds a random number, and one, to the last of the digits. Says whether there was room for it. */
function increase(digits: Uint8Array, step: Uint8Array): boolean {
  let carry = 1
  let index = digits.length
  for (let from = step.length - 1; from >= 0; from--) {
    const sum = (digits[--index]! & 63) + (step[from]! & 63) + carry
    digits[index] = sum
    carry = sum >> 6
  }
  while (carry > 0 && index > 0) {
    const sum = (digits[--index]! & 63) + carry
    digits[index] = sum
    carry = sum >> 6
  }
  return carry === 0
}
