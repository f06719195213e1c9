import { encodeNumber } from '@flashpost/core/protocol'

/** Makes an id in the form of a message's: the time, then 14 random digits. It is unique, and no secret. */
export function createId(): string {
  return encodeNumber(Date.now(), 8) + Math.random().toFixed(14).slice(2)
}
