import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { listen, secret, texts } from './support.ts'

test.each([
  { registered: 'before Flashpost', outcome: 'kept', hears: ['added'] },
  { registered: 'after it', outcome: 'reported', hears: ['added', 'dropped Hello: late'] },
])('a message that an onSend hook adds, registered $registered, is $outcome', async (each) => {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  if (each.outcome === 'kept') addHook(app)
  await app.register(flashpost, { secret })
  if (each.outcome === 'reported') addHook(app)
  const heard = listen(app)
  app.get('/', (request) => request.messages.peek())
  app.get('/show', (request) => request.messages.read())
  const visitor = createVisitor(app)
  await visitor.inject('/')
  expect(heard.map((signal) => signal.replace('added Hello', 'added'))).toEqual(each.hears)
  const shown = texts((await visitor.inject('/show')).json())
  expect(shown).toEqual(each.outcome === 'kept' ? ['Hello'] : [])
})

function addHook(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.url === '/') reply.flash.info('Hello')
  })
}
