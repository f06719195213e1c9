import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'

/** @throws FlashError `FLASH_ERR_OPTION` when a name cannot stand in SQL as it is */
export function checkTable(table: string): void {
  if (/^[a-z_]\w*$/i.test(table)) return
  throw new FlashError(
    'FLASH_ERR_OPTION',
    `A table cannot be called ${show(table)}.`,
    'Use letters, digits and underscores.',
  )
}
