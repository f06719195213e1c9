// A request with a body is over for Node as soon as the body was read, and its answer is still to come.
import { EventEmitter, once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { flashpost, memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions } from '@flashpost/fastify'
import cookie from '@fastify/cookie'
import view from '@fastify/view'
import ejs from 'ejs'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { secret } from '../support.ts'
import { acceptForms, addPages } from './pages.ts'
import { createBrowser, portOf } from './support.ts'
import type { Ask, BrowserOptions } from './support.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const json = { 'content-type': 'application/json' }
const bodies: Record<string, Ask> = {
  'a form': { headers: form, body: 'name=&age=7' },
  JSON: { headers: json, body: '{"name":""}' },
  'a body of 200 kB': { headers: json, body: JSON.stringify({ name: 'x'.repeat(200_000) }) },
  'an empty form': { headers: form, body: '' },
  'no body': {},
}
const storages: Record<string, () => Partial<FlashpostOptions>> = {
  cookies: () => ({}),
  'a store': () => ({ storage: storeStorage({ store: memoryStore() }) }),
}
const protocols = ['HTTP/1.1', 'HTTP/2'] as const

async function visit(
  over: BrowserOptions['over'] = 'HTTP/1.1',
  options: Partial<FlashpostOptions> = {},
) {
  const app = Fastify({ ...(over === 'HTTP/2' && { http2: true }) } as object)
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(flashpost, { secret, ...options })
  await app.register(view, { engine: { ejs } })
  acceptForms(app)
  const events = new EventEmitter()
  addPages(app)
  app.route({
    method: ['POST', 'PUT', 'PATCH'],
    url: '/form',
    handler: async (request, reply) => {
      reply.flash.error('Name is missing')
      return reply.code(422).send(await request.messages.read())
    },
  })
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/show',
    handler: (request) => request.messages.read(),
  })
  app.post('/slow', async (request, reply) => {
    events.emit('asked')
    await once(reply.raw, 'close')
    const messages = await request.messages.read()
    events.emit('read')
    return messages
  })
  app.post('/view', (_request, reply) => {
    reply.flash.error('Name is missing')
    const raw = '<% for (const { text } of messages) { %><p><%= text %></p><% } %>'
    return reply.code(422).view({ raw } as never)
  })
  return { ...(await createBrowser(app, { over })), app, events }
}

const ways = protocols.flatMap((over) =>
  Object.keys(storages).flatMap((storage) =>
    Object.keys(bodies).map((body) => ({ over, storage, body })),
  ),
)

describe.each(ways)('over $over, with $storage, a POST with $body', ({ over, storage, body }) => {
  test('that answers 422 with the errors of its form shows them once', async () => {
    const browser = await visit(over, storages[storage]!())
    const answer = await browser.post('/form', bodies[body])
    expect(answer.status).toBe(422)
    expect(answer.texts()).toEqual(['Name is missing'])
    expect(await browser.shown()).toEqual([])
    expect(browser.flashCookies()).toEqual([])
  })

  test('uses what had waited and what it has added, again and again', async () => {
    const browser = await visit(over, storages[storage]!())
    await browser.add('Welcome')
    expect((await browser.post('/form', bodies[body])).texts()).toEqual([
      'Welcome',
      'Name is missing',
    ])
    expect((await browser.post('/form', bodies[body])).texts()).toEqual(['Name is missing'])
    expect(await browser.shown()).toEqual([])
  })
})

test.each(protocols)('a POST over %s that answers 200 uses what it shows', async (over) => {
  const browser = await visit(over)
  await browser.add('Hello')
  expect((await browser.post('/show', bodies['JSON'])).texts()).toEqual(['Hello'])
  expect(await browser.shown()).toEqual([])
})

test('a template that answers a form shows its errors once', async () => {
  const browser = await visit('HTTP/1.1', { locals: true })
  expect((await browser.post('/view', bodies['a form'])).body).toBe('<p>Name is missing</p>')
  expect((await browser.post('/view', bodies['a form'])).body).toBe('<p>Name is missing</p>')
  expect(await browser.shown()).toEqual([])
})

test.each(
  protocols.flatMap((over) =>
    ['PUT', 'PATCH', 'DELETE'].flatMap((method) => [
      { over, method, body: 'JSON' },
      { over, method, body: 'no body' },
    ]),
  ),
)('a $method over $over with $body uses nothing', async ({ over, method, body }) => {
  const browser = await visit(over)
  await browser.add('Hello')
  expect((await browser.request('/show', { method, ...bodies[body] })).texts()).toEqual(['Hello'])
  expect(await browser.shown()).toEqual(['Hello'])
})

test('a visitor who leaves before the form is answered has used nothing', async () => {
  const { app, events, jar, ...browser } = await visit('HTTP/1.1', storages['a store']!())
  await browser.add('Hello')
  const port = await portOf(app)
  const headers = { ...json, cookie: jar.header(new URL('http://app.example.com/')) }
  const request = httpRequest({ host: '127.0.0.1', port, path: '/slow', method: 'POST', headers })
  request.on('error', () => {}).end('{}')
  await once(events, 'asked')
  const read = once(events, 'read')
  request.destroy()
  await read
  expect(await browser.shown()).toEqual(['Hello'])
})
