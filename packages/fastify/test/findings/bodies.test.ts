import type { Message } from '@flashpost/fastify'
import type { FastifyServerOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { browse, createApp, inHeader, listen, texts } from '../support.ts'

async function setUp(server: FastifyServerOptions = {}) {
  const app = await createApp({}, server)
  app.post('/add', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  const heard = listen(app)
  const browser = await browse(app)
  const [message] = inHeader(await browser.sdk('/add', { method: 'POST' }))
  const acknowledge = (body: unknown, type = 'application/json') =>
    browser.sdk('/messages/used', {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const waiting = async () => {
    const response = await browser.sdk('/messages')
    return texts(((await response.json()) as { messages: readonly Message[] }).messages)
  }
  return { app, acknowledge, heard, id: message!.id, waiting }
}

/** What is no list of texts, in every way that a validator may make one of it. */
const wrong: Record<string, (id: string) => unknown> = {
  'a text for ids': (id) => ({ ids: id }),
  'a text that is no id': () => ({ ids: 'x' }),
  'an empty text': () => ({ ids: '' }),
  'a number for ids': () => ({ ids: 1 }),
  'true for ids': () => ({ ids: true }),
  'null for ids': () => ({ ids: null }),
  'an object for ids': (id) => ({ ids: { 0: id } }),
  'a number in ids': () => ({ ids: [1] }),
  'a number beside an id': (id) => ({ ids: [id, 1] }),
  'true in ids': () => ({ ids: [true] }),
  'null in ids': () => ({ ids: [null] }),
  'a list in ids': (id) => ({ ids: [[id]] }),
  'an object in ids': (id) => ({ ids: [{ id }] }),
  'no ids': () => ({}),
  'ids without an object': (id) => [id],
  'a text without an object': (id) => JSON.stringify(id),
  null: () => null,
  'more than a hundred ids': (id) => ({ ids: Array.from({ length: 101 }, () => id) }),
}

const servers: Record<string, FastifyServerOptions> = {
  "Fastify's own settings": {},
  'a validator that makes lists of texts': { ajv: { customOptions: { coerceTypes: 'array' } } },
  'a validator that fills in and takes away': {
    ajv: { customOptions: { useDefaults: true, removeAdditional: 'all', allErrors: true } },
  },
}

describe.each(Object.keys(servers))('an acknowledgement, with %s,', (name) => {
  test.each(Object.keys(wrong))('of %s is refused with a 400 and takes nothing', async (form) => {
    const { acknowledge, heard, id, waiting } = await setUp(servers[name])
    const response = await acknowledge(wrong[form]!(id))
    expect(response.status).toBe(400)
    expect(heard.filter((line) => line.startsWith('used'))).toEqual([])
    expect(await waiting()).toEqual(['Hello'])
  })

  test.each<[string, (id: string) => unknown]>([
    ['an id and one that is unknown', (id) => ({ ids: [id, 'A'.repeat(22)] })],
    ['an id beside a text that is none', (id) => ({ ids: ['x', id] })],
    ['an id twice', (id) => ({ ids: [id, id] })],
    ['an id beside a field of a later version', (id) => ({ ids: [id], since: 7 })],
  ])('of %s is answered with 204', async (_, form) => {
    const { acknowledge, id, waiting } = await setUp(servers[name])
    expect((await acknowledge(form(id))).status).toBe(204)
    expect(await waiting()).toEqual([])
  })

  test('of no ids at all is answered with 204', async () => {
    const { acknowledge, waiting } = await setUp(servers[name])
    expect((await acknowledge({ ids: [] })).status).toBe(204)
    expect(await waiting()).toEqual(['Hello'])
  })
})

test.each([
  ['text/plain', '{"ids":["x"]}', 400],
  ['application/x-www-form-urlencoded', 'ids=x', 415],
  ['application/json', '{"ids":["x"]', 400],
  ['application/json', '', 400],
])('a body of %s that says %j is answered with a 4xx', async (type, body, status) => {
  const { acknowledge, waiting } = await setUp()
  expect((await acknowledge(body, type)).status).toBe(status)
  expect(await waiting()).toEqual(['Hello'])
})

test("an app's own validator, which lets everything pass, changes nothing of that", async () => {
  for (const form of Object.values(wrong)) {
    const app = await createApp()
    app.setValidatorCompiler(() => () => true)
    const browser = await browse(app)
    const response = await browser.sdk('/messages/used', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form('A'.repeat(22))),
    })
    expect(response.status).toBe(400)
  }
})
