import type { SerializeOptions } from '@fastify/cookie'
import { FlashError } from '@flashpost/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { signatureLength } from './signer.ts'
import type { Signer } from './signer.ts'
import type { VisitorCookies } from './storage.ts'

/** The attributes of Flashpost's cookies (RFC 6265, section 4.1.2). */
export interface CookieSettings {
  /** @default '/' */
  readonly path?: string
  /** @default that of @fastify/session's cookie, else the host that answers, and none of its subdomains */
  readonly domain?: string
  /**
   * Whether the cookie travels over HTTPS only. `'auto'`: when the request came by HTTPS; behind a proxy that ends TLS,
   * Fastify's `trustProxy` tells.
   * @default 'auto'
   */
  readonly secure?: boolean | 'auto'
  /** @default that of @fastify/session's cookie, else true */
  readonly httpOnly?: boolean
  /** @default that of @fastify/session's cookie, else 'lax' */
  readonly sameSite?: 'strict' | 'lax' | 'none'
}

/** The cookies of one request, and what its response will do to them. */
export interface RequestCookies extends VisitorCookies {
  /** Writes what has changed into the response. */
  apply(reply: FastifyReply): void
}

/** What all requests' cookies have in common. */
export interface CookiesOptions {
  readonly settings: CookieSettings
  readonly signer: Signer
  /** Seconds. */
  readonly maxAge: number
}

// Browsers keep no longer cookie (RFC 6265, section 6.1); nor is one worth a hash.
const valueLimit = 4_096
// `=` and `; `, between cookies in a request.
const separators = 3
// A cookie's name and value (RFC 6265, section 4.1.1); without `%`, which browsers' and servers' tools decode.
const token = /^[\w!#$&'*+.^`|~-]+$/
const cookieOctets = /^[!#$&-+\--:<-[\]-~]*$/

/** Makes what opens the cookies of an app's requests. */
export function createCookies(options: CookiesOptions) {
  const { signer, settings } = options
  const describeFor = createDescriptions(options)

  return (request: FastifyRequest, refused: (name: string) => void): RequestCookies => {
    const secure =
      settings.secure === true || (settings.secure !== false && request.protocol === 'https')
    const { prefix: namePrefix, attributes } = describeFor(request, secure)
    const opened = new Map<string, string>()
    const written = new Map<string, string | undefined>()
    let received: ReadonlyMap<string, string> | undefined

    function receive(): ReadonlyMap<string, string> {
      const cookies = request.cookies ?? request.server.parseCookie(request.headers.cookie ?? '')
      const own = new Map<string, string>()
      for (const name in cookies) {
        if (name.startsWith(namePrefix)) own.set(name.slice(namePrefix.length), cookies[name]!)
      }
      return own
    }

    function open(name: string, signed: string): string | undefined {
      const at = signed.length - signatureLength - 1
      const value = signed.slice(0, at)
      const isOurs = signed.length <= valueLimit && signed[at] === '.'
      if (!isOurs || !signer.verify(`${name}=${value}`, signed.slice(at + 1))) return undefined
      opened.set(name, value)
      return value
    }

    function refuse(name: string): void {
      written.set(name, undefined)
      refused(namePrefix + name)
    }

    return {
      refuse,
      read(prefix) {
        received ??= receive()
        const values = new Map<string, string>()
        for (const [name, signed] of received) {
          if (!name.startsWith(prefix) || written.has(name)) continue
          const value = opened.get(name) ?? open(name, signed)
          if (value === undefined) refuse(name)
          else values.set(name, value)
        }
        for (const [name, value] of written) {
          if (value !== undefined && name.startsWith(prefix)) values.set(name, value)
        }
        return values
      },
      set(name, value) {
        if (!token.test(name) || !cookieOctets.test(value)) throw unfit(name)
        written.set(name, value)
      },
      remove(name) {
        received ??= receive()
        if (received.has(name)) written.set(name, undefined)
        else written.delete(name)
      },
      size: (name, value) =>
        namePrefix.length + name.length + value.length + 1 + signatureLength + separators,
      apply(reply) {
        for (const [name, value] of written) {
          const signed = value === undefined ? '' : `${value}.${signer.sign(`${name}=${value}`)}`
          const rest = value === undefined ? attributes.clear : attributes.set
          reply.header('set-cookie', `${namePrefix}${name}=${signed}${rest}`)
        }
        written.clear()
      },
    }
  }
}

interface Description {
  readonly prefix: string
  /** What follows a cookie's value, written once: it is the same for every cookie. */
  readonly attributes: Record<'set' | 'clear', string>
}

/** Describes the cookies of an app, once for each way in which its requests differ. */
function createDescriptions({ settings, maxAge }: CookiesOptions) {
  const known = new Map<string, Description>()
  return (request: FastifyRequest, secure: boolean): Description => {
    const session = sessionCookie(request)
    const key = session
      ? `${secure} ${session.domain} ${session.sameSite} ${session.httpOnly}`
      : String(secure)
    const description =
      known.get(key) ?? describe(request.server, { ...session, ...settings }, secure, maxAge)
    known.set(key, description)
    return description
  }
}

/** What browsers hold to: `__Host-` wants Secure, the root path and no domain (RFC 6265bis, section 4.1.3.2). */
function describe(
  app: FastifyInstance,
  settings: CookieSettings,
  secure: boolean,
  maxAge: number,
): Description {
  const { path = '/', domain, httpOnly = true, sameSite = 'lax' } = settings
  const same = { path, domain, secure, httpOnly, sameSite }
  const write = (attributes: SerializeOptions) =>
    app.serializeCookie('name', '', attributes).slice('name='.length)
  return {
    prefix: secure && path === '/' && domain === undefined ? '__Host-' : '',
    attributes: {
      set: write({ ...same, maxAge }),
      clear: write({ ...same, maxAge: 0, expires: new Date(0) }),
    },
  }
}

/**
 * What the app has chosen for the cookie of @fastify/session, which shows it. Only when that is there for the whole site:
 * otherwise some requests would clear another cookie than others have set.
 */
function sessionCookie(request: FastifyRequest): CookieSettings | undefined {
  const { cookie } = (request as { session?: { cookie?: SessionCookie } }).session ?? {}
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

function unfit(name: string): FlashError {
  return new FlashError(
    'FLASH_ERR_COOKIE',
    `A storage has set a cookie ${JSON.stringify(name)} with a character in its name or value that no cookie holds.`,
    'Encode it, for example as base64url.',
  )
}
