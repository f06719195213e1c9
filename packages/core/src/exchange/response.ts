import type { GetField } from './asker.ts'

/** What a response with messages says to caches, unless the app has said something as strict (RFC 9111, section 5.2.2). */
export const privateCaching = 'private, no-store'

/** The fields by which an app tells shared caches more than it tells browsers (RFC 9213; Edge Architecture, section 2). */
export const targetedCaching = [
  'cdn-cache-control',
  'surrogate-control',
  'cloudflare-cdn-cache-control',
  'netlify-cdn-cache-control',
  'vercel-cdn-cache-control',
] as const

/** Says whether a shared cache is allowed to keep a response, by the fields that it has. */
export function isPublicCaching(get: GetField): boolean {
  if (/\b(?:public|s-maxage)\b/i.test(text(get('cache-control')))) return true
  return targetedCaching.some((name) => {
    const value = text(get(name))
    return value !== '' && !/\b(?:no-store|private)\b/i.test(value)
  })
}

/** Says whether a `Cache-Control` is as strict as {@link privateCaching}. */
export function isPrivateCaching(cacheControl: unknown): boolean {
  return /\bno-store\b/i.test(text(cacheControl))
}

/** The strictest thing that a `Cache-Control` has to say so that no shared cache keeps the response, if it does not say so. */
export function withoutSharing(cacheControl: unknown): string | undefined {
  const value = text(cacheControl)
  if (/\b(?:private|no-store)\b/i.test(value)) return undefined
  return value === '' ? 'private' : `private, ${value}`
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
  const purpose = get('sec-purpose') ?? get('purpose')
  if (purpose === undefined || purpose === null) return false
  return /prefetch|prerender/.test(`${String(get('sec-purpose'))} ${String(get('purpose'))}`)
}

/** The value of a field; it may be there several times, as a list. */
function text(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : ''
}
