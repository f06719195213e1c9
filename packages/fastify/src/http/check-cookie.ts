import { FlashError } from '@flashpost/core'

// A cookie's name and value (RFC 6265, section 4.1.1); without `%`, which browsers' and servers' tools decode.
const token = /^[\w!#$&'*+.^`|~-]+$/
const cookieOctets = /^[!#$&-+\--:<-[\]-~]*$/

/** @throws FlashError `FLASH_ERR_COOKIE` for a name or a value that no cookie can have */
export function checkCookie(name: string, value: string): void {
  if (token.test(name) && cookieOctets.test(value)) return
  throw new FlashError(
    'FLASH_ERR_COOKIE',
    `A storage has set a cookie ${JSON.stringify(name)} with a character in its name or value that no cookie holds.`,
    'Encode it, for example as base64url.',
  )
}
