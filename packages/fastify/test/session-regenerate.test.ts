import { cookieStorage, fallbackStorage, sessionStorage } from '@flashpost/fastify'
import { fields } from '@flashpost/core/protocol'
import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { everyWay, orders, sessionOf, shown, visitWithSession } from './session-support.ts'
import { listen, texts } from './support.ts'

/** The ways in which an app can begin a session anew. */
const regenerations = {
  'without keys': (request: FastifyRequest) => sessionOf(request).regenerate(),
  'with no key': (request: FastifyRequest) => sessionOf(request).regenerate([]),
  'with a key of the app': (request: FastifyRequest) => sessionOf(request).regenerate(['user']),
  'with our key': (request: FastifyRequest) => sessionOf(request).regenerate(['flashpost']),
  twice: async (request: FastifyRequest) => {
    await sessionOf(request).regenerate()
    await sessionOf(request).regenerate()
  },
}
const ways = everyWay.flatMap((way) =>
  (Object.keys(regenerations) as (keyof typeof regenerations)[]).map((how) =>
    Object.assign({ how }, way),
  ),
)

describe.each(ways)(
  'a session of $plugin, registered $order Flashpost, that is regenerated $how',
  (way) => {
    const regenerate = regenerations[way.how]

    test('hands its messages on, by a route that knows nothing of Flashpost and leaves it empty', async () => {
      const visitor = await visitWithSession(
        way,
        {},
        {
          '/regenerate': async (request) => {
            await regenerate(request)
            return {}
          },
        },
      )
      const heard = listen(visitor.app)
      await visitor.inject('/add?text=one&text=two')
      await visitor.inject('/regenerate')
      expect(heard.filter((line) => line.startsWith('dropped'))).toEqual([])
      expect(await shown(visitor)).toEqual(['one', 'two'])
      expect(await shown(visitor)).toEqual([])
    })

    test('hands on what waited, and what was added before and after', async () => {
      const visitor = await visitWithSession(
        way,
        {},
        {
          '/login': async (request, reply) => {
            reply.flash.info('before')
            await regenerate(request)
            sessionOf(request).set('user', 'ada')
            reply.flash.success('after')
            return reply.redirect('/show', 303)
          },
          '/who': (request) => ({ user: sessionOf(request).get('user') }),
        },
      )
      await visitor.inject('/add?text=pending')
      await visitor.inject('/login')
      expect((await visitor.inject('/who')).json()).toEqual({ user: 'ada' })
      expect(await shown(visitor)).toEqual(['pending', 'before', 'after'])
      expect(await shown(visitor)).toEqual([])
    })

    test('hands on the first message that a visitor gets, added before', async () => {
      const visitor = await visitWithSession(
        way,
        {},
        {
          '/login': async (request, reply) => {
            reply.flash.info('before')
            await regenerate(request)
            return reply.redirect('/show', 303)
          },
        },
      )
      await visitor.inject('/login')
      expect(await shown(visitor)).toEqual(['before'])
    })

    test('shows a message once that is read in the same request', async () => {
      const visitor = await visitWithSession(
        way,
        {},
        {
          '/login': async (request) => {
            await regenerate(request)
            sessionOf(request).set('user', 'ada')
            return request.messages.read()
          },
        },
      )
      await visitor.inject('/add')
      expect(texts((await visitor.inject('/login')).json())).toEqual(['Hello'])
      expect(await shown(visitor)).toEqual([])
    })

    test('leaves nothing of the app behind but what it names', async () => {
      const visitor = await visitWithSession(
        way,
        {},
        {
          '/user': (request) => {
            sessionOf(request).set('user', 'ada')
            sessionOf(request).set('cart', [1])
            return {}
          },
          '/regenerate': async (request) => {
            await regenerate(request)
            return {}
          },
          '/see': (request) => ({
            user: sessionOf(request).get('user'),
            cart: sessionOf(request).get('cart'),
          }),
        },
      )
      await visitor.inject('/user')
      await visitor.inject('/add')
      await visitor.inject('/regenerate')
      const kept = way.how === 'with a key of the app' ? { user: 'ada' } : {}
      expect((await visitor.inject('/see')).json()).toEqual(kept)
    })
  },
)

describe.each(orders)('a session of @fastify/session, registered %s Flashpost,', (order) => {
  test.each([undefined, ['user']])(
    'hands its messages on when it is regenerated with a callback and the keys %j',
    async (keys) => {
      const visitor = await visitWithSession(
        { plugin: '@fastify/session', order },
        {},
        {
          '/regenerate': (request, reply) => {
            const session = sessionOf(request)
            const done = (error?: unknown) => void reply.send({ error: error ?? null })
            void (keys ? session.regenerate(keys, done) : session.regenerate(done))
            return reply
          },
        },
      )
      await visitor.inject('/add')
      expect((await visitor.inject('/regenerate')).json()).toEqual({ error: null })
      expect(await shown(visitor)).toEqual(['Hello'])
      expect(await shown(visitor)).toEqual([])
    },
  )
})

describe.each(everyWay)('a session of $plugin, registered $order Flashpost,', (way) => {
  const destroy = async (request: FastifyRequest) => {
    const session = sessionOf(request)
    if (way.plugin === '@fastify/secure-session') session.delete!()
    else await session.destroy!()
  }

  test('takes its messages with it when it is destroyed, and says so', async () => {
    const visitor = await visitWithSession(
      way,
      {},
      {
        '/logout': async (request, reply) => {
          reply.flash.info('too early')
          await destroy(request)
          reply.flash.info('too late')
          return reply.redirect('/show', 303)
        },
      },
    )
    const heard: string[] = []
    await visitor.inject('/add?text=old')
    visitor.app.flashpost.on('dropped', ({ message, reason }) =>
      heard.push(`${message.text}: ${reason}`),
    )
    const response = await visitor.inject('/logout')
    expect([response.statusCode, response.headers[fields.messages]]).toEqual([303, '[1,"dropped"]'])
    expect(heard.toSorted()).toEqual(['old: full', 'too early: full', 'too late: full'])
    expect(await shown(visitor)).toEqual([])
  })

  test('hands its messages to the next storage when a route destroys it that knows nothing of Flashpost', async () => {
    const visitor = await visitWithSession(
      way,
      { storage: fallbackStorage([sessionStorage(), cookieStorage()]) },
      {
        '/logout': async (request) => {
          await destroy(request)
          return {}
        },
      },
    )
    await visitor.inject('/add?text=one&text=two')
    await visitor.inject('/logout')
    expect([...visitor.jar.cookies.keys()].some((name) => name.startsWith('flash-'))).toBe(true)
    expect(await shown(visitor)).toEqual(['one', 'two'])
    expect(await shown(visitor)).toEqual([])
  })
})
