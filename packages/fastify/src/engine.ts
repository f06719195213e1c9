import { createHash } from 'node:crypto'
import { createIdGenerator, createLevels } from '@flashpost/core'
import type { LevelScale, MessageContext } from '@flashpost/core'
import type { FastifyRequest } from 'fastify'
import { createCookies } from './cookies.ts'
import type { RequestCookies } from './cookies.ts'
import type { Settings } from './options.ts'
import { createRecent } from './recent.ts'
import type { Recent } from './recent.ts'
import { createSignals } from './signals.ts'
import type { Signals } from './signals.ts'
import { createSigner } from './signer.ts'

/** What all requests of one registration share. */
export interface Engine extends MessageContext {
  readonly settings: Settings
  readonly limits: Settings['limits']
  readonly levels: LevelScale
  readonly signals: Signals
  /** The lowest level that is kept, and the lowest that survives a 5xx, as numbers. */
  readonly thresholds: { readonly add: number; readonly failed: number }
  /**
   * Ids that this process knows to have been shown: by a streamed answer, whose headers could not say so any more, or
   * before an old cookie came back.
   */
  readonly shown: Recent
  /** Opens the cookies of a request. */
  cookies(request: FastifyRequest): RequestCookies
  /** The user of a request, as an opaque text; `undefined` for an anonymous visitor. */
  owner(request: FastifyRequest): string | undefined
}

/** Builds the engine of one registration. */
export function createEngine(settings: Settings): Engine {
  const signals = createSignals()
  const levels = createLevels(settings)
  const openCookies = createCookies({
    settings: settings.cookie,
    signer: createSigner(settings.secrets, 'flashpost cookie'),
    maxAge: settings.maxAge,
  })
  return {
    settings,
    levels,
    signals,
    limits: settings.limits,
    shown: createRecent(10_000),
    nextId: createIdGenerator({ now: Date.now, fill: createRandomSource() }),
    thresholds: { add: levels.number(settings.level), failed: levels.number(settings.keepOnError) },
    cookies: (request) =>
      openCookies(request, (cookie) => signals.emit('refused', { cookie, request })),
    owner(request) {
      const user = settings.user(request)
      return user === null || user === undefined ? undefined : ownerTag(user)
    },
  }
}

/** 66 bits tell users of one browser apart, and keep ids of any length and kind out of cookies and stores. */
function ownerTag(user: string): string {
  return createHash('sha256').update(user).digest('base64url').slice(0, 11)
}

/** Random bytes from a pool: to ask the system for a few takes as long as for a few hundred. */
function createRandomSource(): (bytes: Uint8Array) => void {
  const pool = new Uint8Array(4_096)
  let next = pool.length
  return (bytes) => {
    if (next + bytes.length > pool.length) {
      crypto.getRandomValues(pool)
      next = 0
    }
    for (let index = 0; index < bytes.length; index++) bytes[index] = pool[next++]!
  }
}
