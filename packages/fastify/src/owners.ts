import { FlashError } from '@flashpost/core'
import { show } from '@flashpost/core/protocol'
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
        return toText(user(request))
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

function toText(user: unknown): string | undefined {
  if (user === null || user === undefined) return undefined
  if (isId(user)) return String(user)
  throw new FlashError(
    'FLASH_ERR_OPTION',
    `The option user answered ${show(user)}.`,
    'Answer with the id of the user, a text that is not empty or a number, or with null.',
  )
}

// What many have who have no id would be one user's: an empty text, `NaN`. Halves of surrogate pairs are all the same as bytes.
function isId(user: unknown): user is string | number | bigint {
  if (typeof user === 'string') return user !== '' && !/[\ud800-\udfff]/u.test(user)
  return typeof user === 'bigint' || (typeof user === 'number' && Number.isFinite(user))
}
