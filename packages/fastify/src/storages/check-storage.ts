import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'

const methods = ['read', 'add', 'remove'] as const

/** @throws FlashError `FLASH_ERR_OPTION` when a value is no storage */
export function checkStorage(storage: unknown): void {
  const fields = (typeof storage === 'object' && storage !== null ? storage : {}) as Readonly<
    Record<string, unknown>
  >
  const missing = methods.filter((method) => typeof fields[method] !== 'function')
  const { name, mayHold } = fields
  const isNamed = typeof name === 'string' && name !== ''
  const isAsked = mayHold === undefined || typeof mayHold === 'function'
  if (missing.length === 0 && isNamed && isAsked) return
  throw new FlashError(
    'FLASH_ERR_OPTION',
    `The storage cannot be ${show(storage)}${missing.length < methods.length ? `, which lacks ${missing.join(', ') || (isNamed ? 'a mayHold that can be called' : 'a name')}` : ''}.`,
    typeof storage === 'function'
      ? 'Call it: `storage: cookieStorage()`.'
      : 'Pass `cookieStorage()`, `sessionStorage()`, `storeStorage({ store })`, `fallbackStorage([…])`, or an object with name, read, add and remove.',
  )
}
