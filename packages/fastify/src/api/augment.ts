import type { Flash } from './flash.ts'
import type { Flashpost } from './flashpost.ts'
import type { RequestMessages } from './request-messages.ts'
import type { RouteFlash } from './route-flash.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Flashpost itself: its signals and its levels. */
    readonly flashpost: Flashpost
  }
  interface FastifyRequest {
    /** The messages that wait for this visitor. Nothing is parsed, verified or loaded until they are asked for. */
    readonly messages: RequestMessages
  }
  interface FastifyContextConfig {
    /** What Flashpost does for this route by itself. */
    readonly flash?: RouteFlash
  }
  interface FastifyReply {
    /** Adds a message for this visitor. */
    readonly flash: Flash
  }
}
