import { refuse } from '../errors.ts'

/** @throws FlashError `FLASH_ERR_OPTION` when somebody passes a transaction */
export function refuseTransaction(transaction: unknown): void {
  if (transaction === undefined) return
  const remedy = 'Redis joins no transaction of the app: leave it out, and send after it.'
  throw refuse('FLASH_ERR_OPTION', 'The option transaction', transaction, remedy)
}
