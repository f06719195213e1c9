import { defineMessages, flash } from '@flashpost/fastify'
import { assertMessages, createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { createApp } from './support.ts'

const catalog = defineMessages({ removed: { level: 'warning', text: 'It is gone.' } })

async function setUp() {
  const app = await createApp()
  app.post<{ Body: { name: string } }>('/people', {
    config: {
      flash: { success: (_request, body: { name: string }) => `${body.name} was created.` },
    },
    handler: async (request, reply) => {
      if (request.body.name === '') return reply.code(422).send({ error: 'name' })
      if (request.body.name === 'crash') throw new Error('no')
      return reply.redirect('/people', 303)
    },
  })
  app.delete('/people/:id', {
    config: { flash: { success: catalog.removed() } },
    handler: () => ({}),
  })
  app.post('/plain', { config: { flash: { success: 'Done.' } }, handler: () => 'done' })
  app.post('/broken', {
    config: {
      flash: {
        success: () => {
          throw new Error('mine')
        },
      },
    },
    handler: () => ({}),
  })
  return createVisitor(app)
}

test('a route tells of its success with what was submitted', async () => {
  const visitor = await setUp()
  await visitor.inject({ method: 'POST', url: '/people', payload: { name: 'Ada' } })
  assertMessages(await visitor.pending(), [{ text: 'Ada was created.', level: 25 }])
})

test('a route tells of its success with a catalog entry, and with a plain text', async () => {
  const visitor = await setUp()
  await visitor.inject({ method: 'DELETE', url: '/people/7' })
  await visitor.inject({ method: 'POST', url: '/plain' })
  assertMessages(await visitor.pending(), [{ name: 'removed', level: 30 }, 'Done.'])
})

test.each(['', 'crash'])('a route that fails tells of none (%j)', async (name) => {
  const visitor = await setUp()
  await visitor.inject({ method: 'POST', url: '/people', payload: { name } })
  assertMessages(await visitor.pending(), [])
})

test('a success message that throws costs the visitor nothing', async () => {
  const visitor = await setUp()
  expect((await visitor.inject({ method: 'POST', url: '/broken' })).statusCode).toBe(200)
  assertMessages(await visitor.pending(), [])
})

test('a plugin adds messages where Flashpost is registered', async () => {
  const app = await createApp()
  app.get('/', (request, reply) => {
    flash(reply, 'info', 'Hello', { extraTags: 'greeting' })
    flash(reply, catalog.removed(), { key: 'gone' })
    return {}
  })
  const visitor = createVisitor(app)
  await visitor.inject('/')
  assertMessages(await visitor.pending(), [
    { text: 'Hello', extraTags: 'greeting' },
    { text: 'It is gone.', key: 'gone' },
  ])
})

test('a plugin gets a clear error where Flashpost is not registered, unless it fails silently', async () => {
  const app = Fastify()
  app.get('/loud', (request, reply) => {
    flash(reply, 'info', 'Hello')
    return {}
  })
  app.get('/silent', (request, reply) => {
    flash(reply, 'info', 'Hello', { failSilently: true })
    flash(reply, catalog.removed(), { failSilently: true })
    return {}
  })
  expect((await app.inject('/loud')).json()).toMatchObject({
    statusCode: 500,
    code: 'FLASH_ERR_NOT_REGISTERED',
  })
  expect((await app.inject('/silent')).statusCode).toBe(200)
  await app.close()
})
