// A session that is regenerated keeps its messages: who signs in keeps what was waiting.
import { fallbackStorage, memoryStore, storeStorage, sessionStorage } from '@flashpost/fastify'
import { describe, expect, test } from 'vitest'
import { listen, texts } from '../support.ts'
import { everyWay, sessionOf, visitWithSession } from '../session-support.ts'
import type { SessionWay } from '../session-support.ts'

const ways = everyWay.flatMap(({ plugin, order }) =>
  (plugin === '@fastify/secure-session' ? [undefined] : [false, true]).map((saveUninitialized) => ({
    plugin,
    order,
    session: saveUninitialized === undefined ? {} : { saveUninitialized },
    name: `${plugin} registered ${order} (saveUninitialized: ${saveUninitialized ?? '-'})`,
  })),
)

async function visit(way: SessionWay, options = {}) {
  const visitor = await visitWithSession(way, options, {
    '/login': async (request, reply) => {
      await sessionOf(request).regenerate()
      return reply.redirect('/show', 303)
    },
    '/login-keeping': async (request, reply) => {
      await sessionOf(request).regenerate(['cart'])
      return reply.redirect('/show', 303)
    },
    '/login-as': async (request, reply) => {
      await sessionOf(request).regenerate()
      sessionOf(request).set('user', 'ada')
      return reply.redirect('/show', 303)
    },
    '/login-twice': async (request, reply) => {
      await sessionOf(request).regenerate()
      await sessionOf(request).regenerate()
      return reply.redirect('/show', 303)
    },
    '/login-after-looking': async (request, reply) => {
      await request.messages.peek()
      await sessionOf(request).regenerate()
      return reply.redirect('/show', 303)
    },
    '/welcome': async (request, reply) => {
      await sessionOf(request).regenerate()
      reply.flash.info('Welcome')
      return reply.redirect('/show', 303)
    },
    '/farewell': async (request, reply) => {
      reply.flash.info('Welcome')
      await sessionOf(request).regenerate()
      return reply.redirect('/show', 303)
    },
    '/read': async (request) => {
      const messages = await request.messages.read()
      await sessionOf(request).regenerate()
      return messages
    },
    '/cart': async (request) => {
      sessionOf(request).set('cart', [7])
      return {}
    },
  })
  const heard = listen(visitor.app)
  const show = async (url = '/show') => texts((await visitor.inject(url)).json())
  const post = (url: string) => visitor.inject({ method: 'POST', url })
  return { request: (url: string) => visitor.inject(url), post, heard, show }
}

const logins = ['/login', '/login-keeping', '/login-as', '/login-twice', '/login-after-looking']

describe.each(ways)('with $name,', (way) => {
  test.each(logins)('a message that waits survives %s', async (url) => {
    const { request, post, show, heard } = await visit(way)
    await request('/add?text=One&text=Two')
    await post(url)
    expect(await show()).toEqual(['One', 'Two'])
    expect(await show()).toEqual([])
    expect(heard.filter((each) => each.startsWith('dropped'))).toEqual([])
  })

  test.each(['/welcome', '/farewell'])(
    'a message that waits and the one of %s are shown once',
    async (url) => {
      const { request, post, show } = await visit(way)
      await request('/add?text=One')
      await post(url)
      expect(await show()).toEqual(['One', 'Welcome'])
      expect(await show()).toEqual([])
    },
  )

  test.each(['/welcome', '/farewell'])(
    'the first message of a visitor survives %s',
    async (url) => {
      const { post, show } = await visit(way)
      await post(url)
      expect(await show()).toEqual(['Welcome'])
      expect(await show()).toEqual([])
    },
  )

  test('a message survives when the session has something else to keep', async () => {
    const { request, post, show } = await visit(way)
    await request('/cart')
    await request('/add?text=One')
    await post('/login-keeping')
    expect(await show()).toEqual(['One'])
    expect(await show()).toEqual([])
  })

  test('what the page that regenerates has shown is not shown again', async () => {
    const { request, show } = await visit(way)
    await request('/add?text=One')
    expect(await show('/read')).toEqual(['One'])
    expect(await show()).toEqual([])
  })

  test('a message survives two logins, one after the other', async () => {
    const { request, post, show } = await visit(way)
    await request('/add?text=One')
    await post('/login')
    await post('/login')
    expect(await show()).toEqual(['One'])
  })

  test('a message survives in front of another storage', async () => {
    const storage = fallbackStorage([sessionStorage(), storeStorage({ store: memoryStore() })])
    const { request, post, show } = await visit(way, { storage })
    await request('/add?text=One')
    await post('/login')
    expect(await show()).toEqual(['One'])
    expect(await show()).toEqual([])
  })
})
