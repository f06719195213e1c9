import cors from '@fastify/cors'
import swagger from '@fastify/swagger'
import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { browse, createApp, inHeader, secret } from './support.ts'

test('OpenAPI names the endpoints and what they take and give', async () => {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(swagger, { openapi: {} })
  await app.register(cookie)
  await app.register(flashpost, { secret, prefix: '/flash' })
  await app.ready()
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, object>> }
  expect(Object.entries(paths).map(([path, methods]) => [path, Object.keys(methods)])).toEqual([
    ['/flash', ['get']],
    ['/flash/used', ['post']],
  ])
  expect(paths['/flash']!['get']).toMatchObject({
    responses: {
      200: {
        content: { 'application/json': { schema: { required: ['messages', 'more', 'dropped'] } } },
      },
    },
  })
  expect(paths['/flash/used']!['post']).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { required: ['ids'] } } } },
  })
})

test('an endpoint refuses a body of another form with a 400', async () => {
  const app = await createApp()
  const browser = await browse(app)
  for (const body of [
    '{}',
    '[]',
    'null',
    '{',
    JSON.stringify({ ids: Array.from({ length: 101 }, () => 'x') }),
  ]) {
    const headers = { 'content-type': 'application/json' }
    expect((await browser.sdk('/messages/used', { method: 'POST', headers, body })).status).toBe(
      400,
    )
  }
})

test('every field of a message passes through the schema of the answer', async () => {
  const app = await createApp()
  const whole = {
    description: 'More',
    url: '/orders/7',
    actions: [
      { label: 'Undo', name: 'undo' },
      { label: 'Go', url: '/go' },
    ],
    key: 'order-7',
    data: { deep: [1, null, { a: 'b' }] },
    duration: null,
    urgency: 'assertive',
    expiresAt: Date.now() + 60_000,
  } as const
  app.get('/add', (request, reply) => {
    reply.flash({ level: 'info', text: 'Hello', name: 'entry', params: { id: 7 }, ...whole })
    return {}
  })
  const browser = await browse(app)
  await browser.request('/add')
  const body = (await (await browser.request('/messages')).json()) as { messages: unknown[] }
  expect(body.messages).toMatchObject([{ ...whole, name: 'entry', params: { id: 7 } }])
})

describe('a page of another origin of the same site', () => {
  const origin = 'http://app.example.com'
  // What docs/cors.md asks for.
  const options = {
    origin,
    credentials: true,
    allowedHeaders: ['content-type', 'flash-client', 'flash-used'],
    exposedHeaders: ['flash-messages', 'flash-used'],
  }

  async function setUp() {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(cors, options)
    await app.register(cookie)
    await app.register(flashpost, { secret })
    app.post('/save', (request, reply) => {
      reply.flash.success('Saved.')
      return {}
    })
    return { app, browser: await browse(app) }
  }

  test('may send what the client sends', async () => {
    const { app } = await setUp()
    const preflight = await app.inject({
      method: 'OPTIONS',
      url: '/messages/used',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,flash-client,flash-used',
      },
    })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers['access-control-allow-headers']).toBe(
      'content-type, flash-client, flash-used',
    )
    expect(preflight.headers).not.toHaveProperty('flash-messages')
  })

  test('may read what the server answers', async () => {
    const { browser } = await setUp()
    const response = await browser.sdk('/save', { method: 'POST', headers: { origin } })
    expect(inHeader(response)).toHaveLength(1)
    expect(response.headers.get('access-control-expose-headers')).toBe('flash-messages, flash-used')
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
  })

  test('may acknowledge', async () => {
    const { app } = await setUp()
    const response = await app.inject({
      method: 'POST',
      url: '/messages/used',
      headers: { origin, 'flash-client': 'v=1; tab=a', 'sec-fetch-site': 'same-site' },
      payload: { ids: [] },
    })
    expect(response.statusCode).toBe(204)
  })
})
