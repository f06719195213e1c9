import type { FastifyReply, FastifyRequest } from 'fastify'
import { isSealedSession, openSealedSession } from './sealed-session.ts'
import { isStoredSession, openStoredSession } from './stored-session.ts'

/** A visitor's session, whichever plugin it is of. */
export interface SessionHandle {
  get(key: string): unknown
  /** Changes the session. The plugin's own hook saves it, if it is still to run. */
  set(key: string, value: unknown): void
  /** Whether the session is still small enough to reach the visitor's next request. */
  fits(): boolean
  /** Has the plugin's hook, which runs before ours, write what {@link SessionHandle.save} needs to be there. */
  prepare(reason: 'add' | 'remove', key: string): void
  /**
   * Saves what was changed after the plugin's hook has run. When that is impossible, the visitor's next request brings
   * the session as it was, `unsaved`, or none, `gone`.
   * @param before what the key held when the request came
   */
  save(reply: FastifyReply, key: string, before: unknown): Promise<'saved' | 'unsaved' | 'gone'>
}

/** Opens the session of a request; `undefined` when there is none, or none that lasts. */
export function openSession(request: FastifyRequest, property: string): SessionHandle | undefined {
  const session = (request as unknown as Readonly<Record<string, unknown>>)[property]
  if (typeof session !== 'object' || session === null) return undefined
  if (isStoredSession(session)) return openStoredSession(session, request)
  return isSealedSession(session) ? openSealedSession(session, request, property) : undefined
}
