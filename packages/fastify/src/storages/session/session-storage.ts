import { FlashError } from '@flashpost/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { checkNumber } from '../../checks.ts'
import type { FlashStorage } from '../storage.ts'
import { createSessionVisit, sessionAt } from './session-visit.ts'
import type { SessionPlace, SessionVisit } from './session-visit.ts'

/** How messages are kept in a session. */
export interface SessionStorageOptions {
  /**
   * The property of the request that is the session: the `sessionName` of @fastify/secure-session.
   * @default 'session'
   */
  readonly property?: string
  /**
   * The one key of the session that is used. It holds a list of texts, and is absent when nothing waits.
   * @default 'flashpost'
   */
  readonly key?: string
  /**
   * How many messages wait at most. More are not held; nor is what a session of @fastify/secure-session, which is a
   * cookie, has no room for.
   * @default 1_000
   */
  readonly limit?: number
}

/**
 * Keeps messages in the session of @fastify/session or @fastify/secure-session, whichever is registered, before Flashpost
 * or after it. They survive `regenerate()`. The session is not written unless messages change, and it is as safe from
 * parallel requests as the plugin makes it: the last one to write wins.
 *
 * @throws FlashError `FLASH_ERR_NO_SESSION` when the app gets ready without a session, unless another storage is there
 */
export function sessionStorage(options: SessionStorageOptions = {}): FlashStorage {
  const { property = 'session', key = 'flashpost', limit = 1_000 } = options
  checkNumber('limit', limit, { min: 1, unit: 'messages' })
  const visits = createVisits({ property, key })

  return {
    name: 'session',
    mayHold: (request) => visits.find(request) !== undefined,
    read: ({ request }) => visits.find(request)?.pending() ?? [],
    add({ request }, messages) {
      const visit = visits.open(request)
      return messages.filter((pending) => !visit.add(pending, limit))
    },
    remove: ({ request }, ids) => visits.find(request)?.remove(ids),
    timing: {
      leavesWith: 'response',
      // Begins an exchange, so that the messages are looked after when the response leaves.
      begin(request) {
        if (visits.find(request)) void request.messages
      },
      setup(app, alone) {
        visits.setup(app)
        app.addHook('onReady', async () => {
          if (alone && !app.hasRequestDecorator(property)) throw noSession(property)
        })
      },
      expect({ request, reply }, ids) {
        if (reply !== undefined || !visits.isSavedFirst(request)) return
        if (ids === undefined) visits.open(request).prepare('add')
        else if (visits.find(request)?.has(ids)) visits.find(request)?.prepare('remove')
      },
      reopen: ({ request }) => visits.begun(request)?.reopen(),
      commit: ({ request, reply, isLeaving }) =>
        visits.begun(request)?.save(reply!, isLeaving || visits.isSavedFirst(request)) ?? [],
    },
  }
}

/** Remembers the visits of requests. Most requests have none: nothing waits in their session. */
function createVisits(place: SessionPlace) {
  // A weak map would do as well, and takes longer to collect.
  const kVisit = Symbol('flashpost.session.visit')
  const kSavedFirst = Symbol('flashpost.session.saved-first')
  type Visited = FastifyRequest & {
    [kVisit]?: SessionVisit | null
    readonly [kSavedFirst]?: boolean
  }

  const begun = (request: Visited) => request[kVisit] ?? undefined
  const open = (request: Visited) => (request[kVisit] ??= createSessionVisit(request, place))
  const holds = (request: FastifyRequest) => {
    const session = sessionAt(request, place) as
      | Readonly<Record<string, unknown>>
      | null
      | undefined
    // Both plugins have it as a property, too; to call a method of @fastify/secure-session takes longer.
    return session?.[place.key] !== undefined
  }
  /** The visit of a request that has begun one, or whose session holds something. */
  const find = (request: FastifyRequest) =>
    begun(request) ?? (holds(request) ? open(request) : undefined)

  return {
    open,
    begun,
    find,
    /** Whether the plugin's hook, which saves the session, runs before ours. */
    isSavedFirst: (request: Visited) => request[kSavedFirst] === true,
    setup(app: FastifyInstance) {
      app.decorateRequest(kVisit, null)
      app.decorateRequest(kSavedFirst, app.hasRequestDecorator(place.property))
    },
  }
}

function noSession(property: string): FlashError {
  return new FlashError(
    'FLASH_ERR_NO_SESSION',
    `The session storage finds no request.${property}.`,
    'Register @fastify/session or @fastify/secure-session in the same scope as Flashpost, or name its property with `sessionStorage({ property })`.',
  )
}
