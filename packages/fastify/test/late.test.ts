import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { listen, secret, texts } from './support.ts'

test.each(['before', 'after'])(
  'a message that an onSend hook adds, registered %s Flashpost, is kept',
  async (registered) => {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(cookie)
    if (registered === 'before') addHook(app)
    await app.register(flashpost, { secret })
    if (registered === 'after') addHook(app)
    const heard = listen(app)
    app.get('/', (request) => request.messages.peek())
    app.get('/show', (request) => request.messages.read())
    const visitor = createVisitor(app)
    await visitor.inject('/')
    expect(heard).toEqual(['added Hello'])
    expect(texts((await visitor.inject('/show')).json())).toEqual(['Hello'])
  },
)

function addHook(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.url === '/') reply.flash.info('Hello')
  })
}
