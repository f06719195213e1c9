import { FlashError } from '@flashpost/core'

/** What needs an inbox was asked of a plugin without one. */
export function noInbox(what: string): FlashError {
  return new FlashError(
    'FLASH_ERR_NO_INBOX',
    `${what}, and there is no inbox.`,
    'Pass the option `inbox` where Flashpost is registered, made by `createInbox` of @flashpost/inbox.',
  )
}
