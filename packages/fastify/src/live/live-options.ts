import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import { checkNumber, refuseOption } from '../checks.ts'

/** How live streams are kept. */
export interface LiveOptions {
  /**
   * How many streams a user or an anonymous visitor has at most in one process. One more is answered with 503; a browser has one
   * for all its tabs.
   * @default 16
   */
  readonly perUser?: number
  /**
   * Milliseconds after which a stream says something if there was nothing to say, so that proxies leave it open.
   * @default 20_000
   */
  readonly heartbeat?: number
  /**
   * Milliseconds after which a stream ends, sooner by up to a fifth: its reader comes back, and is looked at anew.
   * @default 600_000
   */
  readonly lifetime?: number
  /**
   * Milliseconds for which a reader may leave unread what was sent. Then the stream is cut; whoever comes back goes on from
   * where it was.
   * @default 30_000
   */
  readonly patience?: number
  /**
   * Whether a stream may go on, asked before each push with the request that opened it: where it says no, the stream ends. The
   * place to look whether a session is still there that is not of @fastify/session, which is read anew in any case before the
   * option `user` is asked whether it names the same user as before.
   * @default () => true
   */
  readonly allows?: (request: FastifyRequest) => Awaitable<boolean>
}

/** The options with every default in its place. */
export type LiveSettings = Required<LiveOptions>

const defaults: LiveSettings = {
  perUser: 16,
  heartbeat: 20_000,
  lifetime: 600_000,
  patience: 30_000,
  allows: () => true,
}

/** @throws FlashError `FLASH_ERR_OPTION` */
export function resolveLive(options: LiveOptions | false = {}): LiveSettings | undefined {
  if (options === false) return undefined
  if (typeof options !== 'object' || options === null)
    throw refuseOption('live', options, 'Pass an object, or `false` for no streams.')
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const settings: LiveSettings = { ...defaults, ...Object.fromEntries(given) }
  const { perUser, heartbeat, lifetime, patience, allows } = settings
  checkNumber('live.perUser', perUser, { min: 1, unit: 'streams' })
  for (const [name, value] of Object.entries({ heartbeat, lifetime, patience }))
    checkNumber(`live.${name}`, value, { min: 1, unit: 'milliseconds' })
  if (typeof allows !== 'function')
    throw refuseOption('live.allows', allows, 'Pass a function of the request.')
  return settings
}
