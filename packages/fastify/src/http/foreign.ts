import { FlashError } from '@flashpost/core'

/** Only a page's own script can send `Flash-Client`, or one that CORS allows. */
export function foreign(): Error {
  return Object.assign(
    new FlashError(
      'FLASH_ERR_FOREIGN',
      'This request does not come from a Flashpost client of this site.',
      'Send it with the client SDK, or with a `Flash-Client` header from a page of the same site.',
    ),
    { statusCode: 403 },
  )
}
