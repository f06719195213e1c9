import { levels } from '@flashpost/core'
import type { Exchange, KeptDraft } from '@flashpost/core/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** What a route's config asks of Flashpost. */
export interface RouteFlash {
  /**
   * The message that is added when the route answers with a status below 400: its text with the level `success`, a draft
   * of the catalog, or how it is made from the request and its body.
   *
   * @example app.post('/people', { config: { flash: { success: (request, body: Person) => `${body.name} was created.` } } }, …)
   */
  readonly success?: string | KeptDraft | SuccessMaker['make']
}

/** A method, so that a route may say what its body is. */
interface SuccessMaker {
  // oxlint-disable-next-line typescript/method-signature-style -- only a method's parameters may be narrowed
  make(request: FastifyRequest, body: unknown): string | KeptDraft
}

/** Has every route that is configured so tell its exchange. Other routes pay nothing. */
export function announceSuccess(
  app: FastifyInstance,
  exchangeOf: (request: FastifyRequest) => Exchange<FastifyRequest>,
): void {
  app.addHook('onRoute', (route) => {
    const success = route.config?.flash?.success
    if (success === undefined) return
    const onRequest = [route.onRequest ?? []].flat()
    route.onRequest = [
      ...onRequest,
      (request, _reply, done) => {
        exchangeOf(request).addOnSuccess(() => makeDraft(success, request))
        done()
      },
    ]
  })
}

function makeDraft(
  success: NonNullable<RouteFlash['success']>,
  request: FastifyRequest,
): KeptDraft | undefined {
  try {
    const made = typeof success === 'function' ? success(request, request.body) : success
    return typeof made === 'string' ? { level: levels.success, text: made } : made
  } catch (error) {
    request.log.error({ err: error }, "the success message of a route's config failed")
    return undefined
  }
}
