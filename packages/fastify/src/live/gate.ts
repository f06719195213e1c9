import { isPending } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { Owners } from '../owners.ts'
import type { LiveSettings } from './live-options.ts'

/** Says whether a request may read, or read on, what is for a user; `undefined` stands for a visitor who has not signed in. */
export type Gate = (request: FastifyRequest, user: string | undefined) => Awaitable<boolean>

/** Asks the app. What it cannot answer is logged, and means no. */
export function createGate(owners: Owners, allows: LiveSettings['allows']): Gate {
  const fail = (request: FastifyRequest, error: unknown) => {
    request.log.error({ err: error }, 'the option `live.allows` of Flashpost failed')
    return false
  }
  return (request, user) => {
    if (owners.userOf(request) !== user) return false
    try {
      const isAllowed = allows(request)
      return isPending(isAllowed) ? isAllowed.catch((error) => fail(request, error)) : isAllowed
    } catch (error) {
      return fail(request, error)
    }
  }
}
