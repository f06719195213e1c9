import type { Recipient } from '@flashpost/core'
import { refuse } from '../errors.ts'
import { checkBox, checkUser } from './checks.ts'

// The engine and backends know users alone, by texts: boxes are users with ids that none has. A user's id that begins as
// these do gets one more in front.
const mark = '\u001f'

/** What backends call a user or a box. @throws FlashError `FLASH_ERR_USER` */
export function keyOf(recipient: Recipient): string {
  if (typeof recipient === 'object' && recipient !== null) return `${mark}.${checkBox(recipient)}`
  const user = checkUser(recipient)
  return user.startsWith(mark) ? `${mark}${user}` : user
}

/**
 * What backends call the users of a list, each once; sorted, so that nobody waits for a user whom somebody has locked who waits
 * for another one of these.
 *
 * @throws FlashError `FLASH_ERR_USER`, also for what is no list, a text among them
 */
export function keysOf(list: unknown): readonly string[] {
  if (typeof list === 'object' && list !== null && Symbol.iterator in list)
    return [...new Set(Array.from(list as Iterable<Recipient>, keyOf))].toSorted()
  const remedy = 'Pass an array, a set or another iterable.'
  throw refuse('FLASH_ERR_USER', 'A list of users', list, remedy)
}

/** Says whether backends call a box so. */
export function isBox(key: string): boolean {
  return key.startsWith(`${mark}.`)
}

/** Whom backends call so. */
export function recipientOf(key: string): Recipient {
  if (!key.startsWith(mark)) return key
  return isBox(key) ? { box: key.slice(2) } : key.slice(1)
}
