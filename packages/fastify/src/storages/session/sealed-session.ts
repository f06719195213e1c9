import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseSetCookie, readSetCookies, replaceSetCookies } from '../../http/set-cookie.ts'
import type { SessionHandle } from './session-handle.ts'
import type { RegenerableSession } from './take-along.ts'

/** A session of @fastify/secure-session: all of it is in an encrypted cookie. As much of it as is used here. */
interface SealedSession extends RegenerableSession {
  readonly deleted: boolean
  data(): Readonly<Record<string, unknown>>
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
// no two encryptions of the same content are equally long.
const sizeLimit = 3_700
// What the plugin adds to the content: `"__ts":1234567890,`, 16 bytes of authentication, and `;` with 32 characters.
const timeSize = 18
const macSize = 16
const nonceSize = 35
// Two of 64 characters of base64 take three bytes in a cookie.
const escaped = 1 + 2 * (2 / 64)

const silent = { trace() {}, debug() {} }

export function isSealedSession(session: object): session is SealedSession {
  return 'touch' in session && typeof session.touch === 'function' && 'deleted' in session
}

/** Opens a session of @fastify/secure-session. */
export function openSealedSession(
  session: SealedSession,
  request: FastifyRequest,
  name: string,
  key: string,
): SessionHandle {
  const app = request.server as unknown as SealingApp
  return {
    session,
    isOpen: () => !session.deleted,
    get: () => session.get(key),
    set: (value) => session.set(key, value),
    hasRoom(line) {
      const data = session.data()
      const list: readonly unknown[] = Array.isArray(data[key]) ? data[key] : []
      return sealedSize({ ...data, [key]: [...list, line] }) <= sizeLimit
    },
    prepare: () => session.touch(),
    save(reply, before) {
      const sealed = findSealed(app, reply, name)
      const saved = sealed ? sealed.content.get(key) : before
      if (JSON.stringify(saved) === JSON.stringify(session.get(key))) return 'saved'
      if (!sealed) return 'unsaved'
      const value = app.encodeSecureSession(session, name)
      sealed.replace(sealed.isSigned ? app.signCookie!(value) : value)
      return 'saved'
    },
  }
}

/** About as many bytes as a cookie takes: to encrypt it for each message takes longer than all else. */
function sealedSize(data: object): number {
  const bytes = Buffer.byteLength(JSON.stringify(data)) + timeSize + macSize
  return Math.ceil(bytes / 3) * 4 * escaped + nonceSize
}

/**
 * Finds the cookie that the plugin's hook has set: the last one, where it has run for several answers. Only the plugin
 * knows its name, but only the plugin can open it.
 */
function findSealed(app: SealingApp, reply: FastifyReply, name: string) {
  const lines = [...readSetCookies(reply)]
  for (const [index, line] of [...lines.entries()].toReversed()) {
    const cookie = parseSetCookie(line)
    const found = openSealed(app, cookie.value, name)
    if (!found) continue
    const replace = (value: string) => {
      lines[index] = `${cookie.name}=${encodeURIComponent(value)}${cookie.attributes}`
      replaceSetCookies(reply, lines)
    }
    return { ...found, replace }
  }
  return undefined
}

function openSealed(app: SealingApp, value: string, name: string) {
  const content = app.decodeSecureSession(value, silent, name)
  if (content) return { content, isSigned: false }
  const unsigned = app.unsignCookie?.(value)
  const signed = unsigned?.valid && app.decodeSecureSession(unsigned.value ?? '', silent, name)
  return signed ? { content: signed, isSigned: true } : undefined
}
