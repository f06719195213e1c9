import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { textsOf } from './texts.ts'

/** A way to keep flash messages on Fastify. */
export interface System {
  /** Registers what it needs, after @fastify/cookie. */
  register(app: FastifyInstance): Promise<void>
  add(request: FastifyRequest, reply: FastifyReply, texts: readonly string[]): void
  /** Shows what waits, and clears it. */
  show(request: FastifyRequest, reply: FastifyReply): Promise<readonly string[]> | readonly string[]
}

/** A secret for whoever signs or encrypts. */
export const secret = 'a secret that is long enough for all of them'

/** Builds the app that is measured: the same routes for every system, as in production without a logger. */
export async function createApp(system: System): Promise<FastifyInstance> {
  const app = Fastify({ logger: false })
  await app.register(cookie)
  await system.register(app)
  const made = new Map<string, readonly string[]>()

  app.get('/', () => ({ hello: 'world' }))
  app.post<{ Params: { count: string; length: string } }>(
    '/add/:count/:length',
    (request, reply) => {
      const { count, length } = request.params
      const key = `${count}/${length}`
      const texts = made.get(key) ?? textsOf(Number(count), Number(length))
      made.set(key, texts)
      system.add(request, reply, texts)
      return reply.redirect('/shown', 303)
    },
  )
  app.post<{ Params: { text: string } }>('/slow/:text', async (request, reply) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    system.add(request, reply, [request.params.text])
    return reply.redirect('/shown', 303)
  })
  app.get('/shown', async (request, reply) => ({ messages: await system.show(request, reply) }))
  return app
}
