import { isPrivateCaching, privateCaching } from '@flashpost/core'
import type { FastifyReply } from 'fastify'

/** Makes a response that holds private text one that no cache keeps, unless it already is. */
export function forbidCaching(reply: FastifyReply): void {
  if (!isPrivateCaching(reply.getHeader('cache-control')))
    reply.header('cache-control', privateCaching)
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
