// What @fastify/flash 6.0.5 tests, and every case in which it or Django 5.2 was measured to lose, leak or repeat a message:
// the same case here, with the better outcome.
import cookie from '@fastify/cookie'
import secureSession from '@fastify/secure-session'
import session from '@fastify/session'
import { flashpost } from '@flashpost/fastify'
import type { FlashpostOptions, Message } from '@flashpost/fastify'
import { assertMessages, createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { secret, texts } from './support.ts'

const plugins: Record<string, (app: FastifyInstance) => Promise<unknown>> = {
  'no session': async () => undefined,
  'secure-session': async (app) =>
    app.register(
      secureSession as never,
      { key: Buffer.alloc(32, 7), cookie: { path: '/' } } as never,
    ),
  session: async (app) =>
    app.register(session, { secret, saveUninitialized: false, cookie: { secure: false } }),
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown

async function visit(
  plugin: string,
  routes: Record<string, Handler>,
  options: Partial<FlashpostOptions> = {},
) {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  await plugins[plugin]!(app)
  await app.register(flashpost, { secret, ...options })
  const all: Record<string, Handler> = {
    '/add': (request, reply) =>
      reply.flash.info((request.query as { text?: string }).text ?? 'Hello'),
    '/show': (request) => request.messages.read(),
    '/errors': (request) => request.messages.read({ level: 'error' }),
    ...routes,
  }
  for (const [url, handler] of Object.entries(all)) {
    app.all(url, async (request, reply) => (await handler(request, reply)) ?? {})
  }
  return createVisitor(app)
}

const shown = async (visitor: Awaited<ReturnType<typeof visit>>, url = '/show') =>
  texts((await visitor.inject(url)).json())

describe.each(Object.keys(plugins))('@fastify/flash, its own tests, with %s', (plugin) => {
  test('1 sets an error and clears it after display', async () => {
    const visitor = await visit(plugin, { '/': (_, reply) => reply.flash.error('Broken') })
    await visitor.inject('/')
    expect(await shown(visitor)).toEqual(['Broken'])
    expect(await shown(visitor)).toEqual([])
  })

  test('2, 3 several messages of one type', async () => {
    const visitor = await visit(plugin, {
      '/': (_, reply) => {
        for (const text of ['one', 'two']) reply.flash.info(text)
      },
    })
    await visitor.inject('/')
    expect(await shown(visitor)).toEqual(['one', 'two'])
  })

  test('4, 5, 6 passes between requests, and reading one type leaves the other', async () => {
    const visitor = await visit(plugin, { '/error': (_, reply) => reply.flash.error('Broken') })
    await visitor.inject('/error')
    await visitor.inject('/add')
    expect(await shown(visitor, '/errors')).toEqual(['Broken'])
    expect(await shown(visitor)).toEqual(['Hello'])
  })

  test('7 returns all and clears', async () => {
    const visitor = await visit(plugin, { '/error': (_, reply) => reply.flash.error('Broken') })
    await visitor.inject('/error')
    await visitor.inject('/add')
    expect(await shown(visitor)).toEqual(['Broken', 'Hello'])
    expect(visitor.jar.cookies.size).toBe(0)
  })

  test('8 a text is what it is: no placeholder is filled in', async () => {
    const visitor = await visit(plugin, {})
    await visitor.inject('/add?text=100%25%20of%20%25s')
    expect(await shown(visitor)).toEqual(['100% of %s'])
  })

  test('9, 12 nothing of a type, or at all, is the empty list', async () => {
    const visitor = await visit(plugin, {})
    expect([await shown(visitor, '/errors'), await shown(visitor)]).toEqual([[], []])
  })

  test('10 no text is an error that says so', async () => {
    const visitor = await visit(plugin, {
      '/': (_, reply) => reply.flash('info', undefined as never),
    })
    expect((await visitor.inject('/')).json()).toMatchObject({
      statusCode: 500,
      code: 'FLASH_ERR_FIELD',
    })
  })

  test('11, 13 a session that is not there is no reason to fail', async () => {
    const visitor = await visit(plugin, {
      '/': (request, reply) => {
        if ('session' in request) Object.assign(request, { session: null })
        reply.flash.info('Hello')
      },
    })
    expect((await visitor.inject('/')).statusCode).toBe(200)
    expect(await shown(visitor)).toEqual(['Hello'])
  })
})

describe.each(Object.keys(plugins))('@fastify/flash, as measured, with %s', (plugin) => {
  test('a page that never touches messages, and one that reads in vain, set no cookie', async () => {
    const visitor = await visit(plugin, { '/': () => ({}) })
    for (const url of ['/', '/show', '/errors']) {
      expect((await visitor.inject(url)).headers).not.toHaveProperty('set-cookie')
    }
  })

  test('a replay of the cookie shows nothing that was acknowledged, and again what may never have arrived', async () => {
    const visitor = await visit(plugin, {})
    await visitor.inject('/add')
    const before = [...visitor.jar.cookies].map(([name, value]) => `${name}=${value}`)
    expect(await shown(visitor)).toEqual(['Hello'])
    visitor.jar.store(before)
    const [{ id }] = (await visitor.pending()) as [Message]
    await visitor.inject({
      url: '/show',
      headers: { 'flash-client': 'v=1; tab=one', 'flash-used': id },
    })
    visitor.jar.store(before)
    expect(await shown(visitor)).toEqual([])
  })

  test('two parallel adds from one cookie are both kept', async () => {
    const visitor = await visit(plugin, {})
    await visitor.inject('/add?text=first')
    await Promise.all([visitor.inject('/add?text=one'), visitor.inject('/add?text=two')])
    expect((await shown(visitor)).toSorted()).toEqual(['first', 'one', 'two'])
  })

  test('a reader that began before a newer add leaves it', async () => {
    const began = Promise.withResolvers<void>()
    const added = Promise.withResolvers<void>()
    const visitor = await visit(plugin, {
      '/slow': async (request) => {
        const messages = await request.messages.read()
        began.resolve()
        await added.promise
        return messages
      },
    })
    await visitor.inject('/add?text=old')
    const slow = shown(visitor, '/slow')
    await began.promise
    await visitor.inject('/add?text=new')
    added.resolve()
    expect(await slow).toEqual(['old'])
    expect(await shown(visitor)).toEqual(['new'])
  })

  test('a handler that throws after reading loses nothing', async () => {
    const visitor = await visit(plugin, {
      '/': async (request) => {
        await request.messages.read()
        throw new Error('no')
      },
    })
    await visitor.inject('/add')
    expect((await visitor.inject('/')).statusCode).toBe(500)
    expect(await shown(visitor)).toEqual(['Hello'])
  })

  test('a handler that throws after adding delivers its error, and not its success', async () => {
    const visitor = await visit(plugin, {
      '/': (_, reply) => {
        reply.flash.success('Saved.')
        reply.flash.error('Broken')
        throw new Error('no')
      },
    })
    await visitor.inject('/')
    expect(await shown(visitor)).toEqual(['Broken'])
  })

  test('HEAD and prefetch of a reading route consume nothing', async () => {
    const visitor = await visit(plugin, {})
    await visitor.inject('/add')
    await visitor.inject({ method: 'HEAD', url: '/show' })
    await visitor.inject({ url: '/show', headers: { 'sec-purpose': 'prefetch' } })
    expect(await shown(visitor)).toEqual(['Hello'])
  })

  test('a text of 6,000 characters goes where it fits, or is reported', async () => {
    const visitor = await visit(plugin, {})
    const response = await visitor.inject(`/add?text=${'x'.repeat(6_000)}`)
    const isReported = response.headers['flash-messages'] === '[1,"dropped"]'
    expect([isReported, (await shown(visitor)).length]).toEqual(
      plugin === 'session' ? [false, 1] : [true, 0],
    )
  })

  test.each(['constructor', '__proto__', 'toString'])('the type %s is refused', async (type) => {
    const visitor = await visit(plugin, {
      '/': (_, reply) => reply.flash(type as 'info', 'Hello'),
      '/read': (request) => request.messages.read({ level: type as 'info' }),
    })
    for (const url of ['/', '/read']) {
      expect((await visitor.inject(url)).json()).toMatchObject({ code: 'FLASH_ERR_LEVEL' })
    }
  })

  test('an empty text is ignored', async () => {
    const visitor = await visit(plugin, { '/': (_, reply) => reply.flash.info('') })
    expect((await visitor.inject('/')).headers).not.toHaveProperty('set-cookie')
  })

  test('an object goes with a message, typed', async () => {
    const visitor = await visit(plugin, {
      '/': (_, reply) => reply.flash.info('Hello', { data: { a: [1] } }),
    })
    await visitor.inject('/')
    assertMessages(await visitor.pending(), [{ data: { a: [1] } }])
  })

  test('a page with messages is not kept by any cache', async () => {
    const visitor = await visit(plugin, {})
    await visitor.inject('/add')
    expect((await visitor.inject('/show')).headers['cache-control']).toBe('private, no-store')
  })
})

test('@fastify/flash: a session under another name is no reason to refuse', async () => {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  const options = { key: Buffer.alloc(32, 7), sessionName: 'mine', cookie: { path: '/' } }
  await app.register(secureSession as never, options as never)
  await app.register(flashpost, { secret })
  app.get('/', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  const visitor = createVisitor(app)
  await visitor.inject('/')
  assertMessages(await visitor.pending(), ['Hello'])
})

test('@fastify/flash: a message whose answer the app writes itself is reported, not forgotten', async () => {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(flashpost, { secret })
  const dropped: string[] = []
  app.flashpost.on('dropped', ({ message, reason }) => dropped.push(`${message.text}: ${reason}`))
  app.get('/', (_request, reply) => {
    reply.flash.info('Hello')
    reply.hijack()
    reply.raw.end('raw')
  })
  expect((await app.inject('/')).body).toBe('raw')
  expect(dropped).toEqual(['Hello: hijacked'])
})
