import type { SqliteDatabase } from '@flashpost/core/protocol'
import { refuse } from '../errors.ts'

/** @throws FlashError `FLASH_ERR_OPTION` for what is neither a path nor a database */
export function checkDatabase(given: unknown): void {
  // An empty path is a database that nobody else sees, and that ends with its connection.
  if (typeof given === 'string' ? given !== '' : isDatabase(given)) return
  throw refuse('FLASH_ERR_OPTION', 'The database', given, 'Pass a path or a `DatabaseSync`.')
}

/** @throws FlashError `FLASH_ERR_OPTION` for what is no database */
export function checkTransaction(transaction: unknown): SqliteDatabase {
  if (isDatabase(transaction)) return transaction
  const remedy = 'Pass a `DatabaseSync` of the same file, inside of a transaction, or leave it out.'
  throw refuse('FLASH_ERR_OPTION', 'The option transaction', transaction, remedy)
}

function isDatabase(given: unknown): given is SqliteDatabase {
  return typeof (given as Partial<SqliteDatabase> | null | undefined)?.prepare === 'function'
}
