import { isPending, whenReady } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { Owners } from '../owners.ts'
import { isStoredSession } from '../storages/session/stored-session.ts'
import type { LiveSettings } from './live-options.ts'

/** Says whether a request may read, or read on, what is for a user; `undefined` stands for a visitor who has not signed in. */
export type Gate = (request: FastifyRequest, user: string | undefined) => Awaitable<boolean>

/** Asks the app. What it cannot answer is logged, and means no. */
export function createGate(owners: Owners, allows: LiveSettings['allows']): Gate {
  return (request, user) => {
    const fail = (error: unknown) => {
      request.log.error({ err: error }, 'Flashpost ends a live stream: who reads it is not known')
      return false
    }
    try {
      const isAllowed = whenReady(
        renewSession(request),
        () => owners.userOf(request) === user && allows(request),
      )
      return isPending(isAllowed) ? isAllowed.catch(fail) : isAllowed
    } catch (error) {
      return fail(error)
    }
  }
}

/** A request knows its session as it was when it came; another one may have ended it. */
function renewSession(request: FastifyRequest): Awaitable<unknown> {
  const { session } = request as { readonly session?: object | null }
  return session && isStoredSession(session) ? session.reload() : undefined
}
