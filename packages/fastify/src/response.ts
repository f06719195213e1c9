import type { FastifyReply, FastifyRequest } from 'fastify'

/** Says whether the app has marked a response as one that a shared cache may keep (RFC 9111, section 5.2.2). */
export function isPubliclyCacheable(reply: FastifyReply): boolean {
  return /\b(?:public|s-maxage)\b/i.test(cacheControl(reply))
}

/** Makes a response that holds private text one that no cache keeps, unless it already is. */
export function forbidCaching(reply: FastifyReply): void {
  if (!/\bno-store\b/i.test(cacheControl(reply))) reply.header('cache-control', 'private, no-store')
}

/** Says whether a response can carry messages in a header, from its request's method and its own status. */
export function canCarryMessages(
  { method, headers }: FastifyRequest,
  { statusCode }: FastifyReply,
): boolean {
  const isBodiless = method === 'HEAD' || method === 'OPTIONS'
  return !isBodiless && !isPrefetch(headers) && (statusCode < 300 || statusCode >= 400)
}

/** Says whether a template's messages were shown by a response: a good answer, or a form with its errors. */
export function showsMessages(
  { method, headers }: FastifyRequest,
  { statusCode }: FastifyReply,
): boolean {
  const isGood = (statusCode >= 200 && statusCode < 300) || (statusCode >= 400 && statusCode < 500)
  return isGood && (method === 'GET' || method === 'POST') && !isPrefetch(headers)
}

/** Says whether a payload is still to be produced when its headers leave. */
export function isStream(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false
  return 'pipe' in payload || 'getReader' in payload || 'body' in payload
}

/** Calls back once the response was handed over to its last byte; never when it was cut. */
export function whenDelivered({ raw }: FastifyReply, callback: () => void): void {
  raw.once('finish', callback)
}

function isPrefetch(headers: FastifyRequest['headers']): boolean {
  return /prefetch|prerender/.test(
    `${String(headers['sec-purpose'])} ${String(headers['purpose'])}`,
  )
}

function cacheControl(reply: FastifyReply): string {
  return String(reply.getHeader('cache-control') ?? '')
}
