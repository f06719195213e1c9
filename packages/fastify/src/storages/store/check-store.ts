import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'

const methods = ['create', 'add', 'read', 'remove'] as const

/** @throws FlashError `FLASH_ERR_OPTION` when a value is no store */
export function checkStore(store: unknown): void {
  const fields = (typeof store === 'object' && store !== null ? store : {}) as Readonly<
    Record<string, unknown>
  >
  const missing = methods.filter((method) => typeof fields[method] !== 'function')
  if (missing.length === 0) return
  throw new FlashError(
    'FLASH_ERR_OPTION',
    `The option store of storeStorage cannot be ${show(store)}${missing.length < methods.length ? `, which lacks ${missing.join(', ')}` : ''}.`,
    typeof store === 'function'
      ? 'Call it: `storeStorage({ store: memoryStore() })`.'
      : 'Pass `memoryStore()`, `sqliteStore(database)`, `redisStore(client)`, `postgresStore({ query })`, or an object with create, add, read and remove.',
  )
}
