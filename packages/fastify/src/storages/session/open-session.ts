import type { FastifyRequest } from 'fastify'
import { isSealedSession, openSealedSession } from './sealed-session.ts'
import type { SessionHandle } from './session-handle.ts'
import { isStoredSession, openStoredSession } from './stored-session.ts'

/** Opens the session of a request; `undefined` when it is none, or none that lasts. */
export function openSession(
  session: unknown,
  request: FastifyRequest,
  property: string,
  key: string,
): SessionHandle | undefined {
  if (typeof session !== 'object' || session === null) return undefined
  if (isStoredSession(session)) return openStoredSession(session, request, key)
  return isSealedSession(session) ? openSealedSession(session, request, property, key) : undefined
}
