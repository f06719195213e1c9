import { HttpResponse } from 'msw'

/** Says whether the app has marked a response as one that a shared cache may keep (RFC 9111, section 5.2.2). */
export function isPubliclyCacheable({ headers }: Response): boolean {
  return /\b(?:public|s-maxage)\b/i.test(headers.get('cache-control') ?? '')
}

/** Makes headers those of a response that no cache keeps, unless they already are. */
export function forbidCaching(headers: Headers): void {
  if (!/\bno-store\b/i.test(headers.get('cache-control') ?? ''))
    headers.set('cache-control', 'private, no-store')
}

/** Says whether a response can carry messages in a header, from its request's method and its own status. */
export function canCarryMessages({ method, headers }: Request, { status }: Response): boolean {
  const isBodiless = method === 'HEAD' || method === 'OPTIONS'
  return !isBodiless && !isPrefetch(headers) && (status < 300 || status >= 400)
}

/** The same response, with headers that can be written whatever it was made by. */
export function makeWritable(response: Response): Response {
  const { body, status, statusText, headers } = response
  return new HttpResponse(body, { status, statusText, headers })
}

function isPrefetch(headers: Headers): boolean {
  return /prefetch|prerender/.test(`${headers.get('sec-purpose')} ${headers.get('purpose')}`)
}
