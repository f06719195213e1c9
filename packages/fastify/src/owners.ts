import { readUserId } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import type { FlashpostOptions } from './api/options.ts'
import { ownerTag } from './owner-tag.ts'

/** Who the visitors are. */
export interface Owners {
  /** The user of a request, as text; `undefined` for an anonymous visitor. */
  readonly userOf: (request: FastifyRequest) => string | undefined
  /** The same as an opaque text: it tells users of one browser apart, and keeps ids of any length and kind out of cookies and stores. */
  readonly tagOf: (user: string | undefined) => string | undefined
}

const tagLimit = 1_000

/** Asks the app who is signed in. What it cannot answer is logged, and nobody's then. */
export function createOwners(user: NonNullable<FlashpostOptions['user']>): Owners {
  // Of users that are here just now; a hash takes longer than a look into a map.
  const tags = new Map<string, string>()
  return {
    userOf(request) {
      try {
        return readUserId(user(request))
      } catch (error) {
        request.log.error({ err: error }, 'the option `user` of Flashpost failed')
        return undefined
      }
    },
    tagOf(name) {
      if (name === undefined) return undefined
      const known = tags.get(name)
      if (known !== undefined) return known
      const tag = ownerTag(name)
      if (tags.size >= tagLimit) tags.clear()
      tags.set(name, tag)
      return tag
    },
  }
}
