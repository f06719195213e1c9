import { FlashError } from '../errors.ts'
import { refuseWith } from '../exchange/refusal.ts'
import type { Refusal } from '../exchange/refusal.ts'

/** Which errors of an inbox are the request's, and with which status it is answered. Others are the app's. */
const statuses: Readonly<Record<string, number>> = {
  FLASH_ERR_BUSY: 503,
  FLASH_ERR_CURSOR: 400,
  FLASH_ERR_FILTER: 400,
  FLASH_ERR_REVISION: 400,
  FLASH_ERR_TARGET: 400,
  FLASH_ERR_UNDO: 400,
}

/** Waits for an inbox. What it refuses becomes an answer with its code. */
export async function answered<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    const status = error instanceof FlashError ? statuses[error.code] : undefined
    throw status === undefined ? error : refuseWith(status, error as FlashError)
  }
}

/** Refuses whoever is not signed in. */
export function nobody(): Refusal {
  return refuseWith(
    401,
    new FlashError('FLASH_ERR_NO_USER', 'Nobody is signed in.', 'Sign in, then ask again.'),
  )
}

/** Refuses alike what is not there and what is somebody else's. */
export function notFound(): Refusal {
  return refuseWith(
    404,
    new FlashError(
      'FLASH_ERR_NO_MESSAGE',
      'This user has no such message.',
      'It may have been removed: load the inbox anew.',
    ),
  )
}
