import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'

/** An option with a value that cannot be. */
export function refuseOption(option: string, value: unknown, remedy: string): FlashError {
  return new FlashError(
    'FLASH_ERR_OPTION',
    `The option ${option} cannot be ${show(value)}.`,
    remedy,
  )
}

/** @throws FlashError `FLASH_ERR_OPTION` when a value is no number, or out of bounds */
export function checkNumber(
  option: string,
  value: unknown,
  { min = 0, max = Number.POSITIVE_INFINITY, unit = '' } = {},
): void {
  if (typeof value === 'number' && value >= min && value <= max) return
  const upper = max === Number.POSITIVE_INFINITY ? '' : ` and not above ${max}`
  throw refuseOption(
    option,
    value,
    `Pass a number${unit && ` of ${unit}`}, not below ${min}${upper}.`,
  )
}

// A token (RFC 9110, section 5.6.2), of what tools leave as it is.
const token = /^[\w.-]+$/

/** @throws FlashError `FLASH_ERR_OPTION` when a value cannot be the beginning of cookies' names */
export function checkCookieName(option: string, value: unknown): void {
  if (typeof value === 'string' && token.test(value)) return
  throw refuseOption(option, value, 'Use letters, digits, dots, hyphens and underscores.')
}

/** @throws FlashError `FLASH_ERR_OPTION` when a value is none of a few */
export function checkChoice(option: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return
  throw refuseOption(option, value, `Use one of ${choices.map(show).join(', ')}.`)
}
