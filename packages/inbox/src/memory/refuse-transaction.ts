import { refuse } from '../errors.ts'

/** @throws FlashError `FLASH_ERR_OPTION` when somebody passes a transaction */
export function refuseTransaction(transaction: unknown): void {
  if (transaction === undefined) return
  throw refuse(
    'FLASH_ERR_OPTION',
    'The option transaction',
    transaction,
    'Memory knows no transactions: leave it out.',
  )
}
