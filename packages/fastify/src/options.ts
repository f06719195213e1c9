import { defaultLimits, FlashError, levels } from '@flashpost/core'
import type { Level, LevelOptions, MessageLimits } from '@flashpost/core'
import type { FastifyRequest } from 'fastify'
import type { CookieSettings } from './cookies.ts'
import type { FlashStorage } from './storage.ts'
import { cookieStorage } from './storages/cookie.ts'
import { fallbackStorage } from './storages/fallback.ts'
import { sessionStorage } from './storages/session.ts'

/** How large a delivery may be, beside the parts of a message. */
export interface DeliveryLimits {
  /**
   * Bytes of the `Flash-Messages` header. What does not fit is announced and fetched.
   * @default 4_096
   */
  readonly header: number
}

/** What an app says when it registers Flashpost. */
export interface FlashpostOptions extends LevelOptions {
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
   * Messages below this level are ignored, by name or number. A request may choose its own: `request.messages.level`.
   * @default 'info'
   */
  readonly level?: Level
  /** The attributes of the cookies. */
  readonly cookie?: CookieSettings
  /**
   * Seconds that a message waits at most.
   * @default 86_400
   */
  readonly maxAge?: number
  /** How large the parts of a message and of a delivery may be. */
  readonly limits?: Partial<MessageLimits & DeliveryLimits>
  /**
   * The path below which the endpoints are.
   * @default '/messages'
   */
  readonly prefix?: string
  /**
   * Who is signed in. A message belongs to the user for whom it was added: another user never sees it.
   * @default () => null
   */
  readonly user?: (request: FastifyRequest) => string | null | undefined
  /**
   * Whether templates find `messages` and `messageLevels` in `reply.locals`, as @fastify/view reads it. It looks into the
   * storage before every handler; messages are used when a template goes through them.
   * @default false
   */
  readonly locals?: boolean
  /**
   * The level from which messages survive when the request that added them answers with a 5xx. Below it they would be
   * lies.
   * @default 'warning'
   */
  readonly keepOnError?: Level
}

/** The options with every default in its place. */
export type Settings = Required<Omit<FlashpostOptions, 'secret' | 'limits'>> & {
  readonly secrets: readonly string[]
  readonly limits: MessageLimits & DeliveryLimits
}

const secretLength = 32

/** @throws FlashError `FLASH_ERR_SECRET`, `FLASH_ERR_OPTION` */
export function resolveOptions(options: Partial<FlashpostOptions>): Settings {
  const { secret, limits, prefix = '/messages', maxAge = 86_400, ...given } = options
  if (!/^\/\S*[^/\s]$/.test(prefix)) {
    throw new FlashError(
      'FLASH_ERR_OPTION',
      `The prefix cannot be ${JSON.stringify(prefix)}.`,
      'Begin it with "/" and end it without, as in "/messages".',
    )
  }
  if (!(maxAge > 0)) {
    throw new FlashError(
      'FLASH_ERR_OPTION',
      `maxAge cannot be ${maxAge}.`,
      'Pass a number of seconds above 0.',
    )
  }
  return {
    storage: fallbackStorage([cookieStorage(), sessionStorage()]),
    level: levels.info,
    levels: {},
    tags: {},
    cookie: {},
    user: () => null,
    keepOnError: levels.warning,
    locals: false,
    ...given,
    prefix,
    maxAge,
    secrets: checkSecrets(secret),
    limits: { ...defaultLimits, header: 4_096, ...limits },
  }
}

function checkSecrets(secret: FlashpostOptions['secret'] | undefined): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : (secret ?? [])
  if (
    secrets.length > 0 &&
    secrets.every((each) => typeof each === 'string' && each.length >= secretLength)
  ) {
    return secrets
  }
  throw new FlashError(
    'FLASH_ERR_SECRET',
    secrets.length === 0
      ? 'Flashpost has no secret.'
      : `A secret of Flashpost is shorter than ${secretLength} characters.`,
    'Pass the option `secret`, for example from an environment variable; `openssl rand -base64 32` makes one.',
  )
}
