import { encodeNumber } from '@flashpost/core'

/** Makes an id in the form of a message's: the time, then random bits. It is unique, and no secret. */
export function createId(): string {
  return encodeNumber(Date.now(), 8) + encodeNumber(Math.floor(Math.random() * 2 ** 53), 14)
}
