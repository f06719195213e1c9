import { isPrivateCaching, privateCaching } from '@flashpost/core/protocol'
import { HttpResponse } from 'msw'

/** Makes headers those of a response that no cache keeps, unless they already are. */
export function forbidCaching(headers: Headers): void {
  if (!isPrivateCaching(headers.get('cache-control'))) headers.set('cache-control', privateCaching)
}

/** The same response, with headers that can be written whatever it was made by. */
export function makeWritable(response: Response): Response {
  const { body, status, statusText, headers } = response
  return new HttpResponse(body, { status, statusText, headers })
}
