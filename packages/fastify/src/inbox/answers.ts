import { FlashError } from '@flashpost/core'

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
    throw status === undefined ? error : withStatus(error as FlashError, status)
  }
}

export function nobody(): Error {
  return withStatus(
    new FlashError('FLASH_ERR_NO_USER', 'Nobody is signed in.', 'Sign in, then ask again.'),
    401,
  )
}

/** The same for what is not there and for what is somebody else's. */
export function notFound(): Error {
  return withStatus(
    new FlashError(
      'FLASH_ERR_NO_MESSAGE',
      'This user has no such message.',
      'It may have been removed: load the inbox anew.',
    ),
    404,
  )
}

/** Says whether a client knows what is as of a revision, by its `If-None-Match` (RFC 9110, section 13.1.2). */
export function isKnown(known: string | undefined, revision: string): boolean {
  // Proxies that compress make tags weak.
  const tags = known?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? []
  return tags.includes(tagOf(revision))
}

/** A revision as an `ETag`. */
export function tagOf(revision: string): string {
  return `"${revision}"`
}

function withStatus(error: FlashError, statusCode: number): Error {
  return Object.assign(error, { statusCode })
}
