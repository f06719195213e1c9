import { FlashError } from '../errors.ts'

/** A request that is not answered as it asks, and the status that says so. */
export type Refusal = FlashError & { readonly statusCode: number }

/** Makes a refusal of an error. */
export function refuseWith(statusCode: number, error: FlashError): Refusal {
  return Object.assign(error, { statusCode })
}

/** Says whether an error is the request's, and not the app's. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof FlashError && 'statusCode' in error
}

/** Refuses a change: only a page's own script can send `Flash-Client`, or one that CORS allows. */
export function foreign(): Refusal {
  return refuseWith(
    403,
    new FlashError(
      'FLASH_ERR_FOREIGN',
      'This request does not come from a Flashpost client of this site.',
      'Send it with the client SDK, or with a `Flash-Client` header from a page of the same site.',
    ),
  )
}
