import { checkInboxFilter, decodeRevision, isId } from '@flashpost/core/protocol'
import type { CheckedTarget, Revision } from '@flashpost/core/protocol'
import type { InboxTarget, LevelScale } from '@flashpost/core'
import { refuse } from '../errors.ts'

// A user's id is the key of an index, which PostgreSQL has for texts of 2,700 bytes at most.
const [userLimit, wordLimit, idLimit] = [800, 200, 1_000]

/** @throws FlashError `FLASH_ERR_USER` for what cannot be the id of a user */
export function checkUser(user: unknown): string {
  if (isText(user, userLimit) && user !== '') return user
  throw refuse(
    'FLASH_ERR_USER',
    'The id of a user',
    user,
    `Pass a text of 1 to ${userLimit} characters, without U+0000 and halves of surrogate pairs.`,
  )
}

/** @throws FlashError `FLASH_ERR_USER` for what cannot be a box */
export function checkBox({ box }: { readonly box?: unknown }): string {
  if (isText(box, wordLimit) && box !== '') return box
  throw refuse('FLASH_ERR_USER', 'The name of a box', box, 'Pass one that a handle has named.')
}

/** @throws FlashError `FLASH_ERR_OPTION` for what cannot be a short text */
export function checkWord(option: string, value: unknown): string | null {
  if (value === undefined || (isText(value, wordLimit) && value !== '')) return value ?? null
  throw refuse(
    'FLASH_ERR_OPTION',
    `The option ${option}`,
    value,
    `Pass a text of 1 to ${wordLimit} characters, without U+0000 and halves of surrogate pairs.`,
  )
}

/** @throws FlashError `FLASH_ERR_OPTION` for what cannot be a time */
export function checkTime(option: string, value: unknown): number | null {
  if (value === undefined) return null
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER)
    return Math.ceil(value)
  throw refuse('FLASH_ERR_OPTION', `The option ${option}`, value, 'Pass milliseconds since 1970.')
}

/** @throws FlashError `FLASH_ERR_OPTION` for what is neither on nor off */
export function checkSwitch(option: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw refuse('FLASH_ERR_OPTION', `The option ${option}`, value, 'Pass `true` or `false`.')
}

/** @throws FlashError `FLASH_ERR_REVISION` for what is no revision */
export function checkRevision(revision: unknown): Revision {
  const decoded = decodeRevision(revision)
  if (decoded) return decoded
  throw refuse('FLASH_ERR_REVISION', 'A revision', revision, 'Pass one that an answer has named.')
}

/** @throws FlashError `FLASH_ERR_TARGET`, `FLASH_ERR_REVISION`, `FLASH_ERR_FILTER` */
export function checkTarget(target: InboxTarget, levels: LevelScale): CheckedTarget {
  const ids: unknown = typeof target === 'string' ? [target] : target
  if (Array.isArray(ids)) {
    if (ids.length <= idLimit && ids.every((id) => typeof id === 'string'))
      return { ids: [...new Set(ids)].filter(isId) }
    throw refuseTarget(target)
  }
  if (typeof target !== 'object' || target === null) throw refuseTarget(target)
  const { upTo, filter, ...rest } = target as { upTo: unknown; filter?: unknown }
  if (Object.keys(rest).length > 0 || upTo === undefined) throw refuseTarget(target)
  return {
    upTo: checkRevision(upTo),
    ...(filter !== undefined && { filter: checkInboxFilter(filter, levels) }),
  }
}

function refuseTarget(target: unknown): Error {
  return refuse(
    'FLASH_ERR_TARGET',
    'The target of a mark',
    target,
    `Pass an id, at most ${idLimit} ids, or { upTo: revision, filter }.`,
  )
}

/** Says whether every backend can hold a text as it is. */
export function isText(value: unknown, limit: number): value is string {
  return (
    typeof value === 'string' &&
    value.length <= limit &&
    !value.includes('\0') &&
    !/[\ud800-\udfff]/u.test(value)
  )
}
