import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionHandle } from './session-handle.ts'
import { readSetCookies, replaceSetCookie } from './set-cookie-lines.ts'

/** A session of @fastify/secure-session: all of it is in an encrypted cookie. As much of it as is used here. */
interface SealedSession {
  readonly changed: boolean
  readonly deleted: boolean
  get(key: string): unknown
  set(key: string, value: unknown): void
  touch(): void
}

/** What @fastify/secure-session adds to an app. */
interface SealingApp {
  encodeSecureSession(session: SealedSession, name: string): string
  decodeSecureSession(cookie: string, log: object, name: string): SealedSession | null
  unsignCookie?(value: string): { readonly valid: boolean; readonly value: string | null }
  signCookie?(value: string): string
}

// Browsers keep no cookie above 4,096 bytes (RFC 6265, section 6.1): name, signature and attributes take their part, and
// the next encryption of the same content may be a little longer.
const sizeLimit = 3_700

const silent = { trace() {}, debug() {} }

export function isSealedSession(session: object): session is SealedSession {
  return 'touch' in session && typeof session.touch === 'function' && 'deleted' in session
}

/** Opens a session of @fastify/secure-session. A deleted one is none. */
export function openSealedSession(
  session: SealedSession,
  request: FastifyRequest,
  name: string,
): SessionHandle | undefined {
  if (session.deleted) return undefined
  const app = request.server as unknown as SealingApp
  const encode = () => app.encodeSecureSession(session, name)

  return {
    get: (key) => session.get(key),
    set(key, value) {
      session.set(key, value)
    },
    fits: () => encodeURIComponent(encode()).length <= sizeLimit,
    prepare() {
      session.touch()
    },
    async save(reply, key, before) {
      const sealed = findSealed(app, reply, name)
      const saved = sealed ? sealed.content.get(key) : before
      if (JSON.stringify(saved) === JSON.stringify(session.get(key))) return 'saved'
      if (!sealed) return 'unsaved'
      const value = encode()
      replaceSetCookie(reply, sealed.index, sealed.isSigned ? app.signCookie!(value) : value)
      return 'saved'
    },
  }
}

/** Finds the cookie that the plugin's hook has set. Only the plugin knows its name, but only the plugin can open it. */
function findSealed(app: SealingApp, reply: FastifyReply, name: string) {
  for (const [index, { value }] of readSetCookies(reply).entries()) {
    const content = app.decodeSecureSession(value, silent, name)
    if (content) return { index, content, isSigned: false }
    const unsigned = app.unsignCookie?.(value)
    const signed = unsigned?.valid && app.decodeSecureSession(unsigned.value ?? '', silent, name)
    if (signed) return { index, content: signed, isSigned: true }
  }
  return undefined
}
