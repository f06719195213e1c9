import type { GetField } from './audience.ts'

/** What a response with messages says to caches, unless the app has said something as strict (RFC 9111, section 5.2.2). */
export const privateCaching = 'private, no-store'

/** Says whether a `Cache-Control` allows a shared cache to keep the response. */
export function isPublicCaching(cacheControl: unknown): boolean {
  return /\b(?:public|s-maxage)\b/i.test(String(cacheControl))
}

/** Says whether a `Cache-Control` is as strict as {@link privateCaching}. */
export function isPrivateCaching(cacheControl: unknown): boolean {
  return /\bno-store\b/i.test(String(cacheControl))
}

/** Says whether a response can carry messages in a header: it reaches a page, and not a redirect or a cache. */
export function canCarryMessages(method: string, status: number, get: GetField): boolean {
  const isBodiless = method === 'HEAD' || method === 'OPTIONS'
  return !isBodiless && !isPrefetch(get) && (status < 300 || status >= 400)
}

/** Says whether what a template has read was shown by a response: a good answer, or a form with its errors. */
export function showsMessages(method: string, status: number, get: GetField): boolean {
  const isGood = (status >= 200 && status < 300) || (status >= 400 && status < 500)
  return isGood && (method === 'GET' || method === 'POST') && !isPrefetch(get)
}

/** A page that a browser fetches before anybody has asked for it. */
function isPrefetch(get: GetField): boolean {
  return /prefetch|prerender/.test(`${String(get('sec-purpose'))} ${String(get('purpose'))}`)
}
