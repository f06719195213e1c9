import type { Revision } from '@flashpost/core/protocol'
import { refuse } from '../errors.ts'
import { isOfInbox } from './reading.ts'
import type { View } from './view.ts'

/** @throws FlashError `FLASH_ERR_REVISION` for one of another inbox, which would mean other messages here */
export function checkUpTo(view: View, upTo: Revision): void {
  if (isOfInbox(view, upTo.epoch)) return
  throw refuse(
    'FLASH_ERR_REVISION',
    'The revision of a mark',
    upTo.epoch,
    'The inbox was made anew since; load it, and pass what that answers.',
  )
}
