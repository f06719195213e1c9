import type { Recipient } from '@flashpost/core'
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

/** Whom backends call so. */
export function recipientOf(key: string): Recipient {
  if (!key.startsWith(mark)) return key
  const rest = key.slice(1)
  return rest.startsWith('.') ? { box: rest.slice(1) } : rest
}
