import { refuseOption } from '../../checks.ts'

const methods = ['create', 'add', 'read', 'remove'] as const

/** @throws FlashError `FLASH_ERR_OPTION` when a value is no store */
export function checkStore(store: unknown): void {
  const fields = (typeof store === 'object' && store !== null ? store : {}) as Readonly<
    Record<string, unknown>
  >
  const missing = methods.filter((method) => typeof fields[method] !== 'function')
  if (missing.length === 0) return
  throw refuseOption(
    'store',
    store,
    typeof store === 'function'
      ? 'Call it: `storeStorage({ store: memoryStore() })`.'
      : `Pass \`memoryStore()\`, \`sqliteStore(database)\`, \`redisStore(client)\`, \`postgresStore({ query })\`, or an object with create, add, read and remove. It lacks ${missing.join(', ')}.`,
  )
}
