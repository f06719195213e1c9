import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'

/** The codes of the errors that an inbox raises, beside those of a message. */
export type InboxErrorCode =
  | 'FLASH_ERR_BUSY'
  | 'FLASH_ERR_CURSOR'
  | 'FLASH_ERR_FILTER'
  | 'FLASH_ERR_HANDLE'
  | 'FLASH_ERR_HANDLE_EXPIRED'
  | 'FLASH_ERR_OPTION'
  | 'FLASH_ERR_REVISION'
  | 'FLASH_ERR_SECRET'
  | 'FLASH_ERR_TARGET'
  | 'FLASH_ERR_UNDO'
  | 'FLASH_ERR_USER'

/** A value that cannot be what it is passed for. */
export function refuse(
  code: InboxErrorCode,
  what: string,
  value: unknown,
  remedy: string,
): FlashError<InboxErrorCode> {
  return new FlashError(code, `${what} cannot be ${show(value)}.`, remedy)
}

/** A backend that so many change at once that nobody gets through. */
export function busy(what: string): FlashError<InboxErrorCode> {
  return new FlashError('FLASH_ERR_BUSY', `${what} is changed by too many at once.`, 'Try again.')
}
