import { FlashError } from '@flashpost/core'
import type { Level } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'
import type { InboxLike, RegistrationOptions } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import { checkChoice, checkNumber, refuseOption } from '../checks.ts'
import type { CookieSettings } from '../http/cookie-attributes.ts'
import { resolveLive } from '../live/live-options.ts'
import type { LiveOptions, LiveSettings } from '../live/live-options.ts'
import { checkStorage } from '../storages/check-storage.ts'
import { cookieStorage } from '../storages/cookie/cookie-storage.ts'
import { fallbackStorage } from '../storages/fallback.ts'
import { sessionStorage } from '../storages/session/session-storage.ts'
import type { FlashStorage } from '../storages/storage.ts'

/** What an app says when it registers Flashpost. */
export interface FlashpostOptions extends RegistrationOptions {
  /**
   * Signs the cookies. Of several, the first signs and all verify, so that a secret can be changed without losing a
   * message. At least 32 characters each.
   */
  readonly secret: string | readonly string[] | undefined
  /**
   * Where pending messages wait.
   * @default fallbackStorage([cookieStorage(), sessionStorage()])
   */
  readonly storage?: FlashStorage
  /**
   * How long an answer waits for one storage, in milliseconds. One that has not answered by then is passed over.
   * @default 2_000
   */
  readonly storageTimeout?: number
  /** The attributes of the cookies. */
  readonly cookie?: CookieSettings
  /**
   * The path below which the endpoints are.
   * @default '/messages'
   */
  readonly prefix?: string
  /**
   * Who is signed in. A message belongs to the user for whom it was added: another user never sees it.
   * What can be no id is logged and stands for nobody: an empty text, `NaN`, an object.
   * @default () => null
   */
  readonly user?: (request: FastifyRequest) => string | number | null | undefined
  /**
   * Stored messages of users, made by `createInbox` of @flashpost/inbox. What it announces is shown like any message, the
   * endpoints `/inbox…` list and mark, and `reply.flash(…, { store: true })` keeps. It needs `user`.
   */
  readonly inbox?: InboxLike
  /**
   * Levels of which every message is kept in the inbox of the user who is signed in, by name or number.
   * @default []
   */
  readonly storeLevels?: readonly Level[]
  /**
   * Whether a stored message becomes read when it was shown as a flash.
   * @default false
   */
  readonly announceReads?: boolean
  /**
   * How live streams are kept, at `/live` below the prefix, where there is an inbox; `false` for none.
   * @default {}
   */
  readonly live?: LiveOptions | false
  /**
   * Whether templates find `messages` and `messageLevels` in `reply.locals`, as @fastify/view reads it. It looks into the
   * storage before every handler; messages are used when a template goes through them.
   * @default false
   */
  readonly locals?: boolean
}

/** The options with every default in its place. */
export type Settings = RegistrationOptions &
  Required<
    Pick<
      FlashpostOptions,
      | 'storage'
      | 'storageTimeout'
      | 'cookie'
      | 'prefix'
      | 'user'
      | 'storeLevels'
      | 'announceReads'
      | 'locals'
      | 'maxAge'
    >
  > & {
    readonly secrets: readonly string[]
    readonly inbox: InboxLike | undefined
    readonly live: LiveSettings | undefined
  }

const secretLength = 32
// Browsers keep no cookie longer than 400 days (RFC 6265bis, section 5.5).
const longestAge = 34_560_000
// Timers take 31 bits.
const longestTimer = 2 ** 31 - 1

/** @throws FlashError `FLASH_ERR_SECRET`, `FLASH_ERR_OPTION` */
export function resolveOptions(options: Partial<FlashpostOptions>): Settings {
  const { secret, live, ...given } = options
  const settings: Settings = {
    storage: fallbackStorage([cookieStorage(), sessionStorage()]),
    storageTimeout: 2_000,
    cookie: {},
    prefix: '/messages',
    user: () => null,
    inbox: undefined,
    storeLevels: [],
    announceReads: false,
    locals: false,
    maxAge: 86_400,
    ...withoutUndefined(given),
    secrets: checkSecrets(secret),
    live: resolveLive(live),
  }
  checkStorage(settings.storage)
  checkSettings(settings)
  checkInbox(settings, options.user)
  checkCookies(settings.cookie)
  return settings
}

function checkSettings({ prefix, maxAge, storageTimeout, user, limits = {} }: Settings): void {
  if (typeof prefix !== 'string' || !/^\/\S*[^/\s]$/.test(prefix)) {
    throw refuseOption('prefix', prefix, 'Begin it with "/" and end it without, as in "/messages".')
  }
  if (!Number.isInteger(maxAge) || maxAge < 1 || maxAge > longestAge) {
    throw refuseOption('maxAge', maxAge, `Pass a whole number of seconds from 1 to ${longestAge}.`)
  }
  checkNumber('storageTimeout', storageTimeout, { min: 1, max: longestTimer, unit: 'milliseconds' })
  if (typeof user !== 'function') {
    throw refuseOption('user', user, 'Pass a function, such as `(request) => request.user?.id`.')
  }
  for (const [name, limit] of Object.entries(limits)) checkNumber(`limits.${name}`, limit)
}

const methods = [
  'announcements',
  'announced',
  'store',
  'list',
  'changes',
  'undo',
  'on',
  'subscribe',
  'turns',
] as const

function checkInbox({ inbox, storeLevels }: Settings, user: FlashpostOptions['user']): void {
  if (!Array.isArray(storeLevels)) {
    throw refuseOption('storeLevels', storeLevels, "Pass a list of levels, such as `['warning']`.")
  }
  if (inbox === undefined) {
    if (storeLevels.length === 0) return
    throw refuseOption('inbox', inbox, 'The option storeLevels needs one: pass `createInbox(…)`.')
  }
  if (
    methods.some((method) => typeof (inbox as Partial<InboxLike> | null)?.[method] !== 'function')
  ) {
    throw refuseOption('inbox', inbox, 'Pass `createInbox({ backend })` of @flashpost/inbox.')
  }
  if (user === undefined) {
    throw refuseOption('user', user, 'An inbox is of users: pass `(request) => request.user?.id`.')
  }
}

function checkCookies({ path, secure, sameSite }: CookieSettings): void {
  if (path !== undefined && !/^\/[^;\s]*$/.test(path)) {
    throw refuseOption('cookie.path', path, 'Begin it with "/".')
  }
  if (secure !== undefined) checkChoice('cookie.secure', secure, [true, false, 'auto'])
  if (sameSite !== undefined) checkChoice('cookie.sameSite', sameSite, ['strict', 'lax', 'none'])
  if (sameSite === 'none' && secure === false) {
    throw refuseOption(
      'cookie.secure',
      secure,
      'Browsers take cookies with SameSite=None over HTTPS only.',
    )
  }
}

/** Refuses endpoints that the cookies would not reach. */
export function checkCookiePath(endpoints: string, path = '/'): void {
  const folder = path.endsWith('/') ? path : `${path}/`
  if (`${endpoints}/`.startsWith(folder)) return
  throw refuseOption(
    'cookie.path',
    path,
    `The endpoints are below ${show(endpoints)}, where browsers would not send the cookies: choose the \`prefix\` so that it begins with the path.`,
  )
}

function checkSecrets(secret: FlashpostOptions['secret'] | undefined): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : (secret ?? [])
  const isLong = (each: unknown) => typeof each === 'string' && each.length >= secretLength
  if (secrets.length > 0 && secrets.every(isLong)) return secrets
  throw new FlashError(
    'FLASH_ERR_SECRET',
    secrets.length === 0
      ? 'Flashpost has no secret.'
      : `A secret of Flashpost is shorter than ${secretLength} characters.`,
    'Pass the option `secret`, for example from an environment variable; `openssl rand -base64 32` makes one.',
  )
}

/** What is given as `undefined`, from an environment for example, is not given. */
function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Fields
}
