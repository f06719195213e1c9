import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

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

/** Messages of 40 to 60 bytes. */
export const texts = [
  'Your profile was saved. Thank you, Ada Lovelace!',
  'Order 1042 left our house with DHL this morning.',
  'We have sent a mail to ada@example.org; look there.',
  'The password was changed. Sign in on your phone again.',
  'Only 3 of 12 rows could be imported; see the log.',
  'Your trial ends in 5 days, on the 30th of November.',
  'The report for October is ready to be downloaded.',
  'Grace Hopper has accepted your invitation to Navy.',
  'A backup of your workspace was made at 04:30 UTC.',
  'You were signed out of 2 other browsers for safety.',
]

/** Builds the app that is measured: the same routes for every system, as in production without a logger. */
export async function createApp(system: System): Promise<FastifyInstance> {
  const app = Fastify({ logger: false })
  await app.register(cookie)
  await system.register(app)

  app.get('/', () => ({ hello: 'world' }))
  for (const count of [1, texts.length]) {
    const added = texts.slice(0, count)
    app.post(`/add/${count}`, (request, reply) => {
      system.add(request, reply, added)
      return reply.redirect('/shown', 303)
    })
  }
  app.post<{ Params: { text: string } }>('/slow/:text', async (request, reply) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    system.add(request, reply, [request.params.text])
    return reply.redirect('/shown', 303)
  })
  app.get('/shown', async (request, reply) => ({ messages: await system.show(request, reply) }))
  return app
}
