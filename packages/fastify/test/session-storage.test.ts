import { cookieStorage, fallbackStorage, sessionStorage } from '@flashpost/fastify'
import { decodeHeader, encodeClient, fields } from '@flashpost/core/protocol'
import { assertMessages, createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  createSlowStore,
  everyWay,
  orders,
  plugins,
  sessionOf,
  shown,
  visitWithSession,
} from './session-support.ts'
import { createApp, listen, secret, tab, texts } from './support.ts'

const client = { [fields.client]: encodeClient({ tab, document: false }) }
const sdk = (url: string, used?: string) => ({
  url,
  headers: { ...client, ...(used !== undefined && { [fields.used]: used }) },
})
const setsCookie = (response: { headers: Record<string, unknown> }) =>
  'set-cookie' in response.headers

describe.each(everyWay)('a session of $plugin, registered $order Flashpost,', (way) => {
  test('keeps messages over a redirect and gives them up once they were read', async () => {
    const visitor = await visitWithSession(way)
    expect((await visitor.inject('/add')).statusCode).toBe(303)
    expect([...visitor.jar.cookies.keys()].some((name) => name.startsWith('flash'))).toBe(false)
    expect(await shown(visitor)).toEqual(['Hello'])
    expect(await shown(visitor)).toEqual([])
  })

  test('keeps what several requests add, in order', async () => {
    const visitor = await visitWithSession(way)
    for (const text of ['one', 'two', 'three']) await visitor.inject(`/add?text=${text}`)
    assertMessages(await visitor.pending(), ['one', 'two', 'three'])
    expect(await shown(visitor)).toEqual(['one', 'two', 'three'])
  })

  test('is neither changed nor given a cookie when there is nothing to do', async () => {
    const visitor = await visitWithSession(way)
    for (const url of ['/none', '/show', '/peek', '/messages']) {
      expect(setsCookie(await visitor.inject(url))).toBe(false)
    }
    expect(setsCookie(await visitor.inject(sdk('/none', 'A'.repeat(22))))).toBe(false)
    await visitor.inject('/add')
    for (const url of ['/none', '/peek', '/messages']) {
      expect(setsCookie(await visitor.inject(url))).toBe(false)
    }
    expect(setsCookie(await visitor.inject(sdk('/none')))).toBe(false)
  })

  test('gives up what a client has acknowledged, in a header or in a body', async () => {
    const visitor = await visitWithSession(way)
    await visitor.inject('/add?text=one&text=two&text=three')
    const [one, two] = await visitor.pending()
    const response = await visitor.inject(sdk('/none', one!.id))
    expect(response.headers[fields.used]).toBe(one!.id)
    assertMessages(await visitor.pending(), ['two', 'three'])
    await visitor.inject({
      method: 'POST',
      url: '/messages/used',
      headers: client,
      payload: { ids: [two!.id] },
    })
    assertMessages(await visitor.pending(), ['three'])
  })

  test("keeps the app's own values apart from the messages", async () => {
    const visitor = await visitWithSession(
      way,
      {},
      {
        '/cart': (request, reply) => {
          sessionOf(request).set('cart', [1])
          reply.flash.info('In the cart.')
          return {}
        },
        '/empty': (request) => {
          sessionOf(request).set('cart', [])
          return request.messages.read()
        },
        '/see': (request) => ({ cart: sessionOf(request).get('cart') }),
      },
    )
    await visitor.inject('/cart')
    expect((await visitor.inject('/see')).json()).toEqual({ cart: [1] })
    expect(texts((await visitor.inject('/empty')).json())).toEqual(['In the cart.'])
    expect((await visitor.inject('/see')).json()).toEqual({ cart: [] })
    expect(await shown(visitor)).toEqual([])
  })

  test('gives up the success of a request that fails, and keeps its warning', async () => {
    const visitor = await visitWithSession(
      way,
      {},
      {
        '/fail': (_, reply) => {
          reply.flash.success('Saved.')
          reply.flash.warning('Not saved.')
          throw new Error('on purpose')
        },
      },
    )
    expect((await visitor.inject('/fail')).statusCode).toBe(500)
    expect(await shown(visitor)).toEqual(['Not saved.'])
  })

  test("keeps the success that a route's config promises", async () => {
    const visitor = await visitWithSession(way)
    visitor.app.get('/done', { config: { flash: { success: 'Done.' } } }, () => ({}))
    await visitor.inject('/done')
    expect(await shown(visitor)).toEqual(['Done.'])
    await visitor.inject('/done')
    expect(await shown(visitor)).toEqual(['Done.'])
  })

  test('keeps what is added while the response is being sent, or says that it cannot', async () => {
    const hooks = (app: FastifyInstance) =>
      app.addHook('onSend', async (request, reply) => {
        if (request.url === '/late') reply.flash.info('Late.')
      })
    const visitor = await visitWithSession(
      { ...way, hooks },
      {},
      {
        '/late': () => ({}),
        '/user': (request) => {
          sessionOf(request).set('user', 'ada')
          return {}
        },
      },
    )
    const heard = listen(visitor.app)
    await visitor.inject('/user')
    await visitor.inject('/late')
    const canHold = way.order === 'after' || way.plugin !== '@fastify/secure-session'
    expect(await shown(visitor)).toEqual(canHold ? ['Late.'] : [])
    expect(heard.includes('dropped Late.: full')).toBe(!canHold)
  })

  test('is as full as its limit says', async () => {
    const visitor = await visitWithSession(way, { storage: sessionStorage({ limit: 2 }) })
    const response = await visitor.inject('/add?text=one&text=two&text=three')
    expect(response.headers[fields.messages]).toBe('[1,"dropped"]')
    expect(await shown(visitor)).toEqual(['one', 'two'])
  })

  test('reads once in a request what waits, however much that adds and shows', async () => {
    const visitor = await visitWithSession(
      way,
      {},
      {
        '/busy': (request, reply) => {
          for (const text of ['four', 'five', 'six']) reply.flash.info(text)
          return request.messages.read()
        },
      },
    )
    await visitor.inject('/add?text=waits%201&text=waits%202&text=waits%203')
    const parse = vi.spyOn(JSON, 'parse')
    onTestFinished(() => parse.mockRestore())
    await visitor.inject('/busy')
    const parsed = parse.mock.calls.filter(([text]) => /^.{1,80}"waits \d"/.test(text))
    expect(parsed).toHaveLength(3)
    expect(await shown(visitor)).toEqual([])
  })

  test('leaves to the one response what it has no room for', async () => {
    const visitor = await visitWithSession(way, { storage: sessionStorage({ limit: 1 }) })
    const heard = listen(visitor.app)
    visitor.app.get('/both', (_, reply) => {
      reply.flash.info('one')
      reply.flash.info('two')
      return {}
    })
    const response = await visitor.inject(sdk('/both'))
    expect(texts(decodeHeader(response.headers[fields.messages]).messages)).toEqual(['two', 'one'])
    expect(heard).toEqual(['added one', 'added two', 'offered two, one'])
    const next = await visitor.inject(sdk('/none'))
    expect(texts(decodeHeader(next.headers[fields.messages]).messages)).toEqual(['one'])
  })

  test('takes what the cookies cannot, and is untouched by what they can', async () => {
    const visitor = await visitWithSession(way, {
      storage: fallbackStorage([cookieStorage({ budget: 2_048 }), sessionStorage()]),
    })
    const before = (await visitor.inject('/add?text=one&text=two&text=three&text=four')).cookies
    expect(before.map(({ name }) => name.slice(0, 6))).toEqual(['flash-'])
    const large = 'x'.repeat(2_000)
    await visitor.inject(`/add?text=${large}`)
    expect(await shown(visitor)).toEqual(['one', 'two', 'three', 'four', large])
    expect(await shown(visitor)).toEqual([])
    const giant = await visitor.inject(`/add?text=${'y'.repeat(2_200)}`)
    expect(giant.cookies).toHaveLength(1)
    expect(giant.cookies[0]!.name).toMatch(/^session/)
    expect(await shown(visitor)).toEqual(['y'.repeat(2_200)])
  })

  test('holds nothing where the value under its key is not its own', async () => {
    for (const value of [7, 'text', { 0: 'x' }, [1, 'not a message', '{"i":"short"}']]) {
      const visitor = await visitWithSession(
        way,
        {},
        {
          '/spoil': (request) => {
            sessionOf(request).set('flashpost', value)
            return {}
          },
        },
      )
      await visitor.inject('/spoil')
      expect(await shown(visitor)).toEqual([])
      await visitor.inject('/add')
      expect(await shown(visitor)).toEqual(['Hello'])
    }
  })
})

describe('@fastify/session', () => {
  test.each(orders)('a redirect never outruns the save, registered %s', async (order) => {
    const store = createSlowStore(50)
    const visitor = await visitWithSession({
      plugin: '@fastify/session',
      order,
      session: { store },
    })
    await visitor.inject('/add')
    expect([...store.kept.values()].join('')).toContain('Hello')
    await visitor.inject('/show')
    expect([...store.kept.values()].join('')).not.toContain('Hello')
  })

  test.each(orders)(
    'is neither loaded nor saved for what cookies hold, registered %s',
    async (order) => {
      const store = createSlowStore()
      const visitor = await visitWithSession(
        { plugin: '@fastify/session', order, session: { store } },
        { storage: fallbackStorage([cookieStorage(), sessionStorage()]) },
      )
      await visitor.inject('/add')
      await visitor.inject('/show')
      expect(store.calls).toEqual([])
    },
  )

  test.each(orders)(
    'without HTTPS where its cookie wants it holds nothing, registered %s',
    async (order) => {
      const visitor = await visitWithSession({
        plugin: '@fastify/session',
        order,
        session: { cookie: { secure: true } },
      })
      expect((await visitor.inject('/add')).headers[fields.messages]).toBe('[1,"dropped"]')
    },
  )

  test.each(orders)('outside of its path holds nothing, registered %s', async (order) => {
    const visitor = await visitWithSession({
      plugin: '@fastify/session',
      order,
      session: { cookie: { secure: false, path: '/admin' } },
    })
    expect((await visitor.inject('/add')).headers[fields.messages]).toBe('[1,"dropped"]')
  })

  test.each(orders)('with a prefix before its ids keeps messages, registered %s', async (order) => {
    const visitor = await visitWithSession({
      plugin: '@fastify/session',
      order,
      session: { cookiePrefix: 's:' },
    })
    await visitor.inject('/add')
    expect(await shown(visitor)).toEqual(['Hello'])
    expect(await shown(visitor)).toEqual([])
  })

  test('whose store fails gives its messages to the next storage', async () => {
    const store = createSlowStore(0)
    const visitor = await visitWithSession(
      { plugin: '@fastify/session', order: 'before', session: { store } },
      { storage: fallbackStorage([sessionStorage(), cookieStorage()]) },
      {
        '/user': (request) => {
          sessionOf(request).set('user', 'ada')
          return {}
        },
      },
    )
    visitor.app.get('/done', { config: { flash: { success: 'Done.' } } }, () => ({}))
    await visitor.inject('/user')
    const { set } = store
    store.set = (_id, _value, done) => done(new Error('the store is away'))
    const response = await visitor.inject('/done')
    store.set = set
    expect(response.statusCode).toBe(200)
    expect(await shown(visitor)).toEqual(['Done.'])
  })

  test.each(orders)(
    'holds 1,000 messages unless it is told otherwise, registered %s',
    async (order) => {
      const visitor = await visitWithSession({ plugin: '@fastify/session', order })
      visitor.app.get('/many', (_, reply) => {
        for (let index = 1; index <= 1_001; index++) reply.flash.info(`${index}`)
        return {}
      })
      const heard = listen(visitor.app)
      await visitor.inject('/many')
      expect(heard.filter((line) => line.startsWith('dropped'))).toEqual(['dropped 1001: full'])
      expect(await shown(visitor)).toHaveLength(1_000)
      expect(await shown(visitor)).toEqual([])
    },
  )

  // Its own limit, on which no storage inside it can improve: see docs/storages.md.
  test('loses a message that is added while an older request still runs: the last to save wins', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const visitor = await visitWithSession(
      {
        plugin: '@fastify/session',
        order: 'before',
        session: { store: createSlowStore(0), rolling: true },
      },
      {},
      {
        '/user': (request) => {
          sessionOf(request).set('user', 'ada')
          return {}
        },
        '/slow': async () => {
          await held
          return {}
        },
      },
    )
    await visitor.inject('/user')
    const slow = visitor.inject('/slow')
    await new Promise((resolve) => setTimeout(resolve, 20))
    await visitor.inject('/add')
    assertMessages(await visitor.pending(), ['Hello'])
    release()
    await slow
    assertMessages(await visitor.pending(), [])
  })
})

describe('@fastify/secure-session', () => {
  test.each(orders)('under another name is found by `property`, registered %s', async (order) => {
    const visitor = await visitWithSession(
      {
        plugin: '@fastify/secure-session',
        order,
        session: { sessionName: 'mine', cookieName: 'my-cookie' },
      },
      { storage: sessionStorage({ property: 'mine', key: 'notes' }) },
    )
    await visitor.inject('/add')
    expect([...visitor.jar.cookies.keys()]).toEqual(['my-cookie'])
    expect(await shown(visitor)).toEqual(['Hello'])
    expect(await shown(visitor)).toEqual([])
  })

  test.each(orders)('sets its cookie with its own attributes, registered %s', async (order) => {
    const attributes = { path: '/', httpOnly: false, sameSite: 'strict', maxAge: 77 }
    const visitor = await visitWithSession({
      plugin: '@fastify/secure-session',
      order,
      session: { cookie: attributes },
    })
    const added = await visitor.inject('/add')
    const read = await visitor.inject('/show')
    for (const { cookies } of [added, read]) {
      expect(cookies).toMatchObject([
        { name: 'session', path: '/', sameSite: 'Strict', maxAge: 77 },
      ])
      expect(cookies[0]).not.toHaveProperty('httpOnly')
    }
  })

  test.each(orders)(
    'whose cookie is signed on top keeps messages, registered %s',
    async (order) => {
      const app = Fastify()
      const { default: cookie } = await import('@fastify/cookie')
      const { default: flashpost } = await import('@flashpost/fastify')
      await app.register(cookie, { secret })
      const options = { cookie: { path: '/', signed: true } }
      if (order === 'before') await plugins['@fastify/secure-session'](app, options)
      await app.register(flashpost, { secret, storage: sessionStorage() })
      if (order === 'after') await plugins['@fastify/secure-session'](app, options)
      app.get('/add', (_, reply) => {
        reply.flash.info('Hello')
        return {}
      })
      app.get('/show', (request) => request.messages.read())
      const visitor = createVisitor(app)
      await visitor.inject('/add')
      expect(await shown(visitor)).toEqual(['Hello'])
      expect(await shown(visitor)).toEqual([])
      await app.close()
    },
  )

  test.each(orders)('never grows past what browsers keep, registered %s', async (order) => {
    const visitor = await visitWithSession(
      { plugin: '@fastify/secure-session', order },
      {},
      {
        '/user': (request) => {
          sessionOf(request).set('user', 'ada')
          return {}
        },
        '/who': (request) => ({ user: sessionOf(request).get('user') }),
      },
    )
    await visitor.inject('/user')
    for (let index = 0; index < 30; index++) await visitor.inject(`/add?text=${'x'.repeat(150)}`)
    expect((await visitor.inject(`/add?text=${'x'.repeat(6_000)}`)).headers[fields.messages]).toBe(
      '[1,"dropped"]',
    )
    expect(visitor.jar.header().length).toBeLessThan(4_000)
    expect((await visitor.pending()).length).toBeGreaterThan(8)
    expect((await visitor.inject('/who')).json()).toEqual({ user: 'ada' })
  })

  // All of it is in one cookie, and the last response that arrives wins.
  test('loses one of two messages that are added at the same time', async () => {
    const visitor = await visitWithSession({ plugin: '@fastify/secure-session', order: 'before' })
    await visitor.inject('/add?text=one')
    await Promise.all([visitor.inject('/add?text=two'), visitor.inject('/add?text=three')])
    const kept = texts(await visitor.pending())
    expect(kept).toHaveLength(2)
    expect(kept[0]).toBe('one')
  })
})

describe('without a session', () => {
  test('the session storage alone refuses to get ready, and says what to do', async () => {
    const app = await createApp({ storage: sessionStorage() })
    await expect(app.ready()).rejects.toMatchObject({
      code: 'FLASH_ERR_NO_SESSION',
      message: expect.stringContaining('Register @fastify/session or @fastify/secure-session'),
    })
    const only = await createApp({
      storage: fallbackStorage([sessionStorage({ property: 'mine' })]),
    })
    await expect(only.ready()).rejects.toThrow('request.mine')
  })

  test('it holds nothing as a part of others, by default too', async () => {
    const app = await createApp()
    const heard = listen(app)
    app.get('/add', (_, reply) => {
      reply.flash.info('x'.repeat(4_000))
      reply.flash.info('fits')
      return {}
    })
    const visitor = createVisitor(app)
    await visitor.inject('/add')
    assertMessages(await visitor.pending(), ['fits'])
    expect(heard).toContain(`dropped ${'x'.repeat(4_000)}: full`)
  })

  test('a session that is registered in a part of the app serves that part', async () => {
    const app = await createApp()
    await app.register(async (part) => {
      await plugins['@fastify/session'](part)
      part.get('/part/add', (_, reply) => {
        reply.flash.info('x'.repeat(4_000))
        return {}
      })
      part.get('/show', (request) => request.messages.read())
    })
    const visitor = createVisitor(app)
    await visitor.inject('/part/add')
    expect(await shown(visitor)).toEqual(['x'.repeat(4_000)])
  })
})
