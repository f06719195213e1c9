import type { SerializeOptions } from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { hostPrefix } from './scan-cookies.ts'

/** The attributes of Flashpost's cookies (RFC 6265, section 4.1.2). */
export interface CookieSettings {
  /**
   * The paths that the cookies are sent to. The endpoints have to be among them.
   * @default '/'
   */
  readonly path?: string
  /**
   * The host whose subdomains get the cookies, too.
   * @default that of @fastify/session's cookie, else the host that answers, and none of its subdomains
   */
  readonly domain?: string
  /**
   * Whether the cookie travels over HTTPS only. `'auto'`: when the request came by HTTPS; behind a proxy that ends TLS,
   * Fastify's `trustProxy` tells.
   * @default 'auto'
   */
  readonly secure?: boolean | 'auto'
  /**
   * Whether scripts of the page are kept from reading the cookies.
   * @default that of @fastify/session's cookie, else true
   */
  readonly httpOnly?: boolean
  /**
   * Which requests of other sites bring the cookies. `'none'` needs HTTPS.
   * @default that of @fastify/session's cookie, else 'lax'
   */
  readonly sameSite?: 'strict' | 'lax' | 'none'
}

/** What stands around the names and values of cookies, written once: it is the same for every cookie. */
export interface CookieAttributes {
  /** What their names begin with: `__Host-` where browsers allow it. */
  readonly prefix: string
  /** What follows a value that is to be kept for all its age. */
  readonly set: string
  /** What follows a value whose place is to be proved first: see {@link provisionalAge}. */
  readonly setProvisionally: string
  /** What follows the name of a cookie that is to go, and of one that only this host can have set. */
  readonly clear: string
  readonly clearHostOnly: string
}

/**
 * How long a cookie lives that may be one too many, in seconds: until a request has brought it, which proves that servers
 * and proxies on the way take it. A visitor whose cookies were refused is let in again after that.
 */
export const provisionalAge = 600

/** Finds the attributes for a request. */
export interface AttributesFinder {
  /** Looks at the session of a request as long as it is not known what its cookie's attributes are. */
  readonly observe: (request: FastifyRequest) => void
  readonly find: (request: FastifyRequest) => CookieAttributes
}

/** Works out the attributes of an app's cookies, once for http and once for https. */
export function createAttributesFinder(settings: CookieSettings, maxAge: number): AttributesFinder {
  const known = new Map<boolean, CookieAttributes>()
  let session: CookieSettings | undefined

  const observe = (request: FastifyRequest) => {
    if (session) return
    // Once for all: what was set with one domain is not cleared with another, whatever becomes of the session.
    session = sessionCookie(request)
    if (session) known.clear()
  }
  return {
    observe,
    find(request) {
      observe(request)
      const secure =
        settings.secure === true || (settings.secure !== false && request.protocol === 'https')
      const found = known.get(secure)
      if (found) return found
      const made = describe(request.server, { ...session, ...settings }, secure, maxAge)
      known.set(secure, made)
      return made
    },
  }
}

/** What browsers hold to: `__Host-` wants Secure, the root path and no domain. */
function describe(
  app: FastifyInstance,
  settings: CookieSettings,
  secure: boolean,
  age: number,
): CookieAttributes {
  const { path = '/', domain, httpOnly = true, sameSite = 'lax' } = settings
  const write = (maxAge: number, others: SerializeOptions = {}) => {
    const attributes = { path, domain, secure, httpOnly, sameSite, maxAge, ...others }
    return app.serializeCookie('name', '', attributes).slice('name='.length)
  }
  return {
    prefix: secure && path === '/' && domain === undefined ? hostPrefix : '',
    set: write(age),
    setProvisionally: write(Math.min(age, provisionalAge)),
    clear: write(0),
    clearHostOnly: write(0, { path: '/', domain: undefined, secure: true }),
  }
}

/**
 * What the app has chosen for the cookie of @fastify/session, which shows it. Only when that is there for the whole site:
 * otherwise some requests would clear another cookie than others have set.
 */
function sessionCookie(request: FastifyRequest): CookieSettings | undefined {
  // Of every request until one has a session: nothing is made for it.
  const cookie = (request as { session?: { cookie?: SessionCookie } | null }).session?.cookie
  if (cookie?.path !== '/') return undefined
  const { domain, sameSite, httpOnly } = cookie
  return {
    ...(domain && { domain }),
    ...(typeof sameSite === 'string' && { sameSite }),
    ...(typeof httpOnly === 'boolean' && { httpOnly }),
  }
}

interface SessionCookie {
  readonly path?: string
  readonly domain?: string | null
  readonly sameSite?: CookieSettings['sameSite'] | boolean | null
  readonly httpOnly?: boolean
}
