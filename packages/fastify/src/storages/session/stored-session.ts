import type { FastifyRequest } from 'fastify'
import { parseSetCookie, readSetCookies } from '../../http/set-cookie.ts'
import type { SessionHandle } from './session-handle.ts'
import type { RegenerableSession } from './take-along.ts'

/** A session of @fastify/session: an id in a cookie, the content on the server. As much of it as is used here. */
interface StoredSession extends RegenerableSession {
  readonly encryptedSessionId: string
  readonly cookie: { readonly secure?: unknown }
  get(key: string): unknown
  set(key: string, value: unknown): void
  isModified(): boolean
  save(): Promise<void>
  /** Puts the session as the store has it now into its request, an empty one where there is none any more. */
  reload(): Promise<void>
}

export function isStoredSession(session: object): session is StoredSession {
  return 'save' in session && typeof session.save === 'function' && 'encryptedSessionId' in session
}

/** Opens a session of @fastify/session. One that the plugin will not save, for want of HTTPS, is none. */
export function openStoredSession(
  session: StoredSession,
  request: FastifyRequest,
  key: string,
): SessionHandle | undefined {
  if (session.cookie.secure === true && request.protocol !== 'https') return undefined
  const isOurs = (value: string | undefined) => value?.endsWith(session.encryptedSessionId) === true
  const hasCookie = () => Object.values(request.cookies ?? {}).some(isOurs)

  return {
    session,
    isOpen: () => true,
    get: () => session.get(key),
    set: (value) => session.set(key, value),
    hasRoom: () => true,
    prepare(reason) {
      // A session that holds nothing may be given no cookie. One that holds an empty list is.
      if (reason === 'add' && !hasCookie()) session.set(key, session.get(key) ?? [])
    },
    save(reply) {
      const isSet = () => readSetCookies(reply).some((line) => isOurs(parseSetCookie(line).value))
      if (!hasCookie() && !isSet()) return 'gone'
      return session.isModified() ? session.save().then(() => 'saved' as const) : 'saved'
    },
  }
}
