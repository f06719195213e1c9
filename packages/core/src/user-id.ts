import { FlashError, show } from './errors.ts'

/**
 * Reads what an app answers to the question who is signed in, as text; `undefined` when nobody is.
 * @throws FlashError `FLASH_ERR_OPTION` for what can be no id
 */
export function readUserId(user: unknown): string | undefined {
  if (user === null || user === undefined) return undefined
  if (isId(user)) return String(user)
  throw new FlashError(
    'FLASH_ERR_OPTION',
    `The option user answered ${show(user)}.`,
    'Answer with the id of the user, a text that is not empty or a number, or with null.',
  )
}

// What many have who have no id would be one user's: an empty text, `NaN`. Halves of surrogate pairs are all the same as bytes.
function isId(user: unknown): user is string | number | bigint {
  if (typeof user === 'string') return user !== '' && !/[\ud800-\udfff]/u.test(user)
  return typeof user === 'bigint' || (typeof user === 'number' && Number.isFinite(user))
}
