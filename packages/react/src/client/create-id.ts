import { encodeNumber } from '@flashpost/core'

/** Makes an id in the form of a message's: the time, then 64 random bits. */
export function createId(): string {
  const random = crypto.getRandomValues(new Uint32Array(2))
  return encodeNumber(Date.now(), 8) + Array.from(random, (part) => encodeNumber(part, 7)).join('')
}
