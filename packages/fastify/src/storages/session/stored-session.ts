import type { FastifyRequest } from 'fastify'
import type { SessionHandle } from './session-handle.ts'
import { readSetCookies } from './set-cookie-lines.ts'

/** A session of @fastify/session: an id in a cookie, the content on the server. As much of it as is used here. */
interface StoredSession {
  readonly sessionId: string
  readonly encryptedSessionId: string
  readonly cookie: { readonly secure?: unknown }
  get(key: string): unknown
  set(key: string, value: unknown): void
  isModified(): boolean
  save(): Promise<void>
}

export function isStoredSession(session: object): session is StoredSession {
  return 'save' in session && typeof session.save === 'function' && 'encryptedSessionId' in session
}

/** Opens a session of @fastify/session. One that the plugin will not save, for want of HTTPS, is none. */
export function openStoredSession(
  session: StoredSession,
  request: FastifyRequest,
): SessionHandle | undefined {
  if (session.cookie.secure === true && request.protocol !== 'https') return undefined
  const isOurs = (value: string | undefined) => value?.endsWith(session.encryptedSessionId) === true
  const hasCookie = () => Object.values(request.cookies ?? {}).some(isOurs)

  return {
    get: (key) => session.get(key),
    set(key, value) {
      session.set(key, value)
    },
    fits: () => true,
    prepare(reason, key) {
      // A session that holds nothing may be given no cookie. One that holds an empty list is.
      if (reason === 'add' && !hasCookie()) session.set(key, session.get(key) ?? [])
    },
    async save(reply) {
      if (!hasCookie() && !readSetCookies(reply).some(({ value }) => isOurs(value))) return 'gone'
      if (session.isModified()) await session.save()
      return 'saved'
    },
  }
}
