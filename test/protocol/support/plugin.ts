import cookie from '@fastify/cookie'
import flashpost, { cookieStorage } from '@flashpost/fastify'
import type { FlashStorage } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { onTestFinished } from 'vitest'
import { defaultRoutes } from './subject.ts'
import type { Subject } from './subject.ts'

/** The plugin, in a Fastify that listens on a real socket. */
export const plugin: Subject = {
  name: 'the plugin',
  async start({ routes, options, keepsNothing = false }) {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(cookie)
    await app.register(flashpost, {
      secret: 'a secret of more than 32 characters',
      storage: keepsNothing ? nowhere : cookieStorage({ budget: 12_000 }),
      user: ({ headers }: FastifyRequest) => (headers['x-user'] as string | undefined) ?? null,
      ...options,
    })
    for (const [url, route] of Object.entries({ ...defaultRoutes, ...routes })) {
      app.route({
        method: ['GET', 'POST', 'OPTIONS'],
        url,
        handler: (request, reply) => {
          const { status = 200, headers = {}, isResponse } = route(reply.flash, request) ?? {}
          if (isResponse) return reply.send(new Response(null, { status, headers }))
          return reply.code(status).headers(headers).send()
        },
      })
    }
    app.get('/page', async (request, reply) =>
      reply.type('text/html').send(await request.messages.script()),
    )
    return app.listen({ host: '127.0.0.1', port: 0 })
  },
}

const nowhere: FlashStorage = {
  name: 'nowhere',
  read: () => [],
  add: (context, messages) => messages,
  remove: () => {},
}
