import flash from '@fastify/flash'
import type { FastifyInstance } from 'fastify'
import type { System } from '../system.ts'
import { registerSecureSession, registerSession } from './sessions.ts'

/** Its types and Flashpost's both declare `reply.flash`, and one program has both only here. */
interface PeerReply {
  flash(type: string): string[]
}

/** @fastify/flash with the session inside an encrypted cookie. */
export const flashSecureSession = fastifyFlash(registerSecureSession)

/** @fastify/flash with the session in memory behind a signed cookie. */
export const flashSession = fastifyFlash(registerSession)

function fastifyFlash(registerBefore: (app: FastifyInstance) => Promise<void>): System {
  return {
    async register(app) {
      await registerBefore(app)
      await app.register(flash)
    },
    add(request, _reply, texts) {
      for (const text of texts) request.flash('success', text)
    },
    show: (_request, reply) => (reply as unknown as PeerReply).flash('success'),
  }
}
