// A visitor comes by http and is sent to https, or two processes do not agree on which it is (`trustProxy`).
import { cookieStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import type { Visitor } from '@flashpost/fastify/testing'
import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { createApp, listen, texts } from '../support.ts'

type Scheme = 'http' | 'https'

async function setUp(storage: ReturnType<typeof cookieStorage>) {
  const app = await createApp({ storage }, { trustProxy: true })
  app.get<{ Querystring: { text: string } }>('/add', (request, reply) => {
    for (const text of request.query.text.split(',')) reply.flash.info(text)
    return {}
  })
  app.get('/none', () => ({}))
  app.get('/page', async (request) => texts(await request.messages.read()))
  const heard = listen(app)
  return { visitor: createVisitor(app), heard }
}

const over = (
  visitor: Visitor,
  scheme: Scheme,
  url: string,
  headers: InjectOptions['headers'] = {},
) => visitor.inject({ url, headers: { 'x-forwarded-proto': scheme, ...headers } })

const lines = (response: Awaited<ReturnType<typeof over>>) =>
  [response.headers['set-cookie'] ?? []].flat()

const sdk = { 'flash-client': 'v=1; tab=tab-1' }

describe.each([
  ['a cookie', () => cookieStorage()],
  ['a store', () => storeStorage({ store: memoryStore() })],
])('a message in %s', (_, storage) => {
  describe.each<[Scheme, Scheme]>([
    ['http', 'https'],
    ['https', 'http'],
  ])('that was added over %s', (first, second) => {
    test(`is shown once over ${second}, and its cookie is cleared`, async () => {
      const { visitor } = await setUp(storage())
      await over(visitor, first, '/add?text=Hello')
      expect((await over(visitor, second, '/page')).json()).toEqual(['Hello'])
      for (const scheme of [first, second, first]) {
        expect((await over(visitor, scheme, '/page')).json()).toEqual([])
      }
      expect([...visitor.jar.cookies.keys()]).toEqual([])
    })

    test(`is offered to the client over ${second}, and acknowledged there`, async () => {
      const { visitor } = await setUp(storage())
      await over(visitor, first, '/add?text=Hello')
      const offer = await over(visitor, second, '/none', sdk)
      expect(String(offer.headers['flash-messages'])).toContain('Hello')
      const [message] = (await over(visitor, second, '/messages', sdk)).json<{
        messages: { id: string }[]
      }>().messages
      const used = await over(visitor, second, '/none', { ...sdk, 'flash-used': message!.id })
      expect(used.headers['flash-used']).toBe(message!.id)
      for (const scheme of [first, second]) {
        expect((await over(visitor, scheme, '/page')).json()).toEqual([])
      }
      expect([...visitor.jar.cookies.keys()]).toEqual([])
    })

    test(`and others of the same answer, is acknowledged by and by over ${second} and ${first}`, async () => {
      const { visitor } = await setUp(storage())
      await over(visitor, first, '/add?text=one,two,three')
      const { messages } = (await over(visitor, first, '/messages', sdk)).json<{
        messages: { id: string }[]
      }>()
      const ids = messages.map(({ id }) => id)
      expect(ids).toHaveLength(3)
      await over(visitor, second, '/none', { ...sdk, 'flash-used': ids[0]! })
      expect(texts(await visitor.pending())).toEqual(['two', 'three'])
      await over(visitor, first, '/none', { ...sdk, 'flash-used': ids[1]! })
      expect((await over(visitor, second, '/page')).json()).toEqual(['three'])
      for (const scheme of [first, second]) {
        expect((await over(visitor, scheme, '/page')).json()).toEqual([])
      }
      expect([...visitor.jar.cookies.keys()]).toEqual([])
    })

    test(`and one that was added over ${second} are both shown, in order`, async () => {
      const { visitor } = await setUp(storage())
      await over(visitor, first, '/add?text=one')
      await over(visitor, second, '/add?text=two')
      expect((await over(visitor, second, '/page')).json()).toEqual(['one', 'two'])
      expect((await over(visitor, first, '/page')).json()).toEqual([])
    })
  })

  test('has its cookie cleared under its own name, as browsers want it', async () => {
    const { visitor } = await setUp(storage())
    await over(visitor, 'https', '/add?text=Hello')
    await over(visitor, 'http', '/page')
    // What is kept in a store is removed after the page; the next answer clears the cookie.
    await over(visitor, 'https', '/add?text=Again')
    const cleared = [
      ...lines(await over(visitor, 'http', '/page')),
      ...lines(await over(visitor, 'http', '/page')),
    ]
    const host = cleared.filter((line) => line.startsWith('__Host-'))
    expect(host.length).toBeGreaterThan(0)
    for (const line of host) {
      expect(line).toMatch(/; Secure/)
      expect(line).toMatch(/; Path=\/(?:;|$)/)
      expect(line).not.toMatch(/Domain/i)
    }
    expect([...visitor.jar.cookies.keys()]).toEqual([])
  })
})
