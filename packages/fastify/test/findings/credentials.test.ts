// A fetch with `credentials: 'omit'` brings no cookies, so nothing that it acknowledges can be found and removed.
import { cookieStorage, fallbackStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import type { Visitor } from '@flashpost/fastify/testing'
import { describe, expect, test } from 'vitest'
import { createApp, listen, texts } from '../support.ts'

const client = { 'flash-client': 'v=1; tab=tab-1' }

describe.each([
  ['cookies', () => cookieStorage()],
  ['a store', () => storeStorage({ store: memoryStore() })],
  ['both', () => fallbackStorage([cookieStorage(), storeStorage({ store: memoryStore() })])],
])('an acknowledgement that rides on a request, with %s,', (_, storage) => {
  async function setUp() {
    const app = await createApp({ storage: storage() })
    app.get('/add', (_request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    app.get('/none', () => ({}))
    app.get('/page', async (request) => texts(await request.messages.read()))
    const heard = listen(app)
    const visitor = createVisitor(app)
    await visitor.inject('/add')
    const [message] = await visitor.pending()
    const used = () => heard.filter((line) => line.startsWith('used'))
    return { app, visitor, id: message!.id, used }
  }

  const ride = (visitor: Visitor, id: string, url = '/none', headers = {}) =>
    visitor.inject({ url, headers: { ...client, 'flash-used': id, ...headers } })

  test('is not confirmed when the request has brought no cookies', async () => {
    const { app, visitor, id, used } = await setUp()
    for (const url of ['/none', '/page', '/messages', '/nowhere']) {
      const response = await ride(createVisitor(app), id, url)
      expect([url, response.headers['flash-used']]).toEqual([url, undefined])
    }
    expect(used()).toEqual([])
    expect(texts(await visitor.pending())).toEqual(['Hello'])
  })

  test("is not confirmed when it has brought other apps' cookies only", async () => {
    const { app, visitor, id, used } = await setUp()
    const response = await ride(createVisitor(app), id, '/none', {
      cookie: 'session=1; theme=dark',
    })
    expect(response.headers['flash-used']).toBeUndefined()
    expect(used()).toEqual([])
    expect(texts(await visitor.pending())).toEqual(['Hello'])
  })

  test('is confirmed when the cookies are there, and the message is gone', async () => {
    const { visitor, id, used } = await setUp()
    const response = await ride(visitor, id)
    expect(response.headers['flash-used']).toBe(id)
    expect(used()).toEqual(['used 1 by client'])
    expect(await visitor.pending()).toEqual([])
  })

  test('counts when it is sent again with the cookies, after it was not confirmed', async () => {
    const { app, visitor, id } = await setUp()
    expect((await ride(createVisitor(app), id)).headers['flash-used']).toBeUndefined()
    const again = await visitor.inject({
      method: 'POST',
      url: '/messages/used',
      headers: client,
      payload: { ids: [id] },
    })
    expect(again.statusCode).toBe(204)
    expect(await visitor.pending()).toEqual([])
  })

  test('is final by POST, also where there is nothing to remove', async () => {
    const { app, visitor, id } = await setUp()
    const response = await createVisitor(app).inject({
      method: 'POST',
      url: '/messages/used',
      headers: client,
      payload: { ids: [id] },
    })
    expect(response.statusCode).toBe(204)
    // Whoever knows an id without the cookies takes nothing from the visitor who has them.
    expect(texts(await visitor.pending())).toEqual(['Hello'])
    expect((await visitor.inject('/page')).json()).toEqual(['Hello'])
  })
})
