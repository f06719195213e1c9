import { decodeBody, parseJson } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import '../api/augment.ts'
import { createCookieJar } from './cookie-jar.ts'
import type { CookieJar } from './cookie-jar.ts'

/** One browser of one visitor, which keeps its cookies from request to request. */
export interface Visitor {
  readonly jar: CookieJar
  /** As `app.inject`, with the visitor's cookies. Does not follow redirects. */
  inject(request: InjectOptions | string): Promise<LightMyRequestResponse>
  /** The messages that wait for this visitor, oldest first. They still wait. */
  pending(): Promise<readonly Message[]>
}

/**
 * Makes a visitor of an app under test.
 *
 * @example
 * const visitor = createVisitor(app)
 * await visitor.inject({ method: 'POST', url: '/profile', payload: { name: 'Ada' } })
 * assertMessages(await visitor.pending(), ['Profile details updated.'])
 *
 * @param jar another visitor's, for the same browser at another app
 */
export function createVisitor(app: FastifyInstance, jar: CookieJar = createCookieJar()): Visitor {
  async function inject(request: InjectOptions | string): Promise<LightMyRequestResponse> {
    const options = typeof request === 'string' ? { url: request } : request
    const cookie = jar.header()
    const response = await app.inject({
      ...options,
      headers: { ...(cookie && { cookie }), ...options.headers },
    })
    jar.store(response.headers['set-cookie'])
    return response
  }

  return {
    jar,
    inject,
    async pending() {
      await app.ready()
      const response = await inject(app.flashpost.prefix)
      return decodeBody(parseJson(response.body)).messages
    },
  }
}
