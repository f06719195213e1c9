import cookie from '@fastify/cookie'
import flashpost from '@flashpost/fastify'
import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { browse, createApp, inHeader, listen, secret, tab, texts } from './support.ts'

describe('adding', () => {
  test('a message added before a redirect waits in a cookie and is shown by the next page', async () => {
    const app = await createApp()
    app.post('/profile', (request, reply) => {
      reply.flash('success', 'Profile details updated.', { extraTags: 'profile' })
      return reply.redirect('/', 303)
    })
    app.get('/', (request) => request.messages.read())
    const browser = await browse(app)
    expect((await browser.post('/profile')).status).toBe(303)
    expect(browser.flashCookies()).toHaveLength(1)
    expect(await (await browser.request('/')).json()).toMatchObject([
      { text: 'Profile details updated.', level: 25, tags: 'profile success' },
    ])
    expect(browser.flashCookies()).toEqual([])
    expect(await (await browser.request('/')).json()).toEqual([])
  })

  test("every level has a method, the app's own too", async () => {
    const app = await createApp({ level: 'debug', levels: { critical: 50 } })
    app.get('/', (request, reply) => {
      const { debug, info, success, warning, error } = reply.flash
      debug('1')
      info('2')
      success('3')
      warning('4')
      error('5')
      ;(reply.flash as unknown as { critical(text: string): void }).critical('6')
      return request.messages.read()
    })
    const browser = await browse(app)
    expect(await (await browser.request('/')).json()).toMatchObject(
      [10, 20, 25, 30, 40, 50].map((level, index) => ({ level, text: String(index + 1) })),
    )
  })

  test('a level below the minimum and an empty text are ignored', async () => {
    const app = await createApp()
    const heard = listen(app)
    app.get('/', (request, reply) => {
      reply.flash.debug('Too low')
      reply.flash.info('')
      return request.messages.read()
    })
    const response = await (await browse(app)).request('/')
    expect(await response.json()).toEqual([])
    expect(heard).toEqual([])
  })

  test.each([
    ['an unknown level', 'FLASH_ERR_LEVEL', ['fatal', 'Text']],
    ['a text over the limit', 'FLASH_ERR_LENGTH', ['info', 'x'.repeat(10_001)]],
    [
      'a url with another scheme',
      'FLASH_ERR_URL',
      ['info', 'Text', { url: 'javascript:alert(1)' }],
    ],
    ['a text that is no string', 'FLASH_ERR_FIELD', ['info', undefined]],
  ])('%s is refused at the call', async (_, code, args) => {
    const app = await createApp()
    app.get('/', (request, reply) => {
      reply.flash(...(args as Parameters<typeof reply.flash>))
      return 'unreached'
    })
    const response = await (await browse(app)).request('/')
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ code })
  })

  test('a message of 60 characters takes at most 200 bytes of Set-Cookie, over HTTPS too', async () => {
    const app = await createApp({ cookie: { secure: true } })
    const text = "Ada's order 7, paid today, leaves with DHL; thank you, Ada!!"
    app.get('/', (request, reply) => {
      reply.flash.success(text)
      return reply.redirect('/')
    })
    const [setCookie] = (await (await browse(app)).request('/')).headers.getSetCookie()
    expect(text).toHaveLength(60)
    expect(setCookie).toMatch(
      /^__Host-flash-[\w-]{22}=.+; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(setCookie!.length).toBeLessThanOrEqual(200)
  })

  test('what does not fit into the budget is dropped with a signal and a flag, never cut', async () => {
    const app = await createApp()
    const heard = listen(app)
    app.post('/', (request, reply) => {
      reply.flash.info('x'.repeat(4_000))
      reply.flash.info('fits')
      return reply.redirect('/', 303)
    })
    app.get('/', (request) => request.messages.read())
    const browser = await browse(app)
    const posted = await browser.post('/')
    expect(posted.headers.get('flash-messages')).toBe('[1,"dropped"]')
    expect(texts(await (await browser.request('/')).json())).toEqual(['fits'])
    expect(heard.filter((signal) => signal.startsWith('dropped'))).toEqual([
      `dropped ${'x'.repeat(4_000)}: full`,
    ])
  })
})

describe('the client', () => {
  test('is offered what its request added, and again until it acknowledges', async () => {
    const app = await createApp()
    const heard = listen(app)
    app.post('/save', (request, reply) => {
      reply.flash.success('Saved.')
      return { ok: true }
    })
    app.get('/data', () => ({}))
    const browser = await browse(app)
    const saved = await browser.sdk('/save', { method: 'POST' })
    expect(texts(inHeader(saved))).toEqual(['Saved.'])
    expect(saved.headers.get('cache-control')).toBe('private, no-store')
    const again = await browser.sdk('/data')
    expect(inHeader(again)).toEqual(inHeader(saved))

    const { id } = inHeader(saved)[0]!
    const used = await browser.sdk('/data', { used: id })
    expect(used.headers.get('flash-used')).toBe(id)
    expect(inHeader(used)).toEqual([])
    expect(browser.flashCookies()).toEqual([])
    expect(heard).toEqual(['added Saved.', 'offered Saved.', 'offered Saved.', 'used 1 by client'])
  })

  test('fetches what does not fit into a header', async () => {
    const app = await createApp({ limits: { header: 300 } })
    app.get('/', (request, reply) => {
      for (const name of ['one', 'two', 'three', 'four'])
        reply.flash.info(`${name} ${'x'.repeat(50)}`)
      return {}
    })
    const browser = await browse(app)
    const response = await browser.sdk('/')
    expect(response.headers.get('flash-messages')!.length).toBeLessThanOrEqual(300)
    expect(response.headers.get('flash-messages')).toMatch(/"more"\]$/)
    const body = await (await browser.sdk('/messages')).json()
    expect(body).toMatchObject({ messages: { length: 4 }, more: false, dropped: false })
  })

  test('gets what no storage could hold in the response itself', async () => {
    const app = await createApp({ cookie: {}, limits: { header: 8_000 } })
    const heard = listen(app)
    app.get('/', (request, reply) => {
      reply.flash.info('x'.repeat(4_000))
      return {}
    })
    const response = await (await browse(app)).sdk('/')
    expect(inHeader(response)).toHaveLength(1)
    expect(heard.some((signal) => signal.startsWith('dropped'))).toBe(false)
  })

  test('acknowledges through the endpoint, twice and unknown ids too', async () => {
    const app = await createApp()
    app.get('/', (request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    const browser = await browse(app)
    const { id } = inHeader(await browser.sdk('/'))[0]!
    const acknowledge = () =>
      browser.sdk('/messages/used', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ids: [id, 'nonsense', 'A'.repeat(22)] }),
      })
    expect((await acknowledge()).status).toBe(204)
    expect(browser.flashCookies()).toEqual([])
    expect((await acknowledge()).status).toBe(204)
  })

  test.each([
    ['without its header', {}],
    ['from another site', { 'flash-client': `v=1; tab=${tab}`, 'sec-fetch-site': 'cross-site' }],
  ])('is refused when it acknowledges %s', async (_, headers) => {
    const app = await createApp()
    const browser = await browse(app)
    const response = await browser.post('/messages/used', {
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"ids":[]}',
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'FLASH_ERR_FOREIGN' })
  })

  test('reading messages never changes anything', async () => {
    const app = await createApp()
    app.get('/', (request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    const browser = await browse(app)
    await browser.request('/')
    const first = await browser.request('/messages')
    const second = await browser.request('/messages')
    expect(await first.json()).toEqual(await second.json())
    expect(first.headers.getSetCookie()).toEqual([])
    expect(browser.flashCookies()).toHaveLength(1)
  })
})

describe('a response without messages', () => {
  test('has the headers of one without Flashpost', async () => {
    const bare = Fastify()
    await bare.register(cookie)
    const app = await createApp()
    for (const each of [bare, app]) each.get('/', () => ({ ok: true }))
    const names = async (server: typeof app, headers = {}) =>
      Object.keys((await server.inject({ url: '/', headers })).headers)
    expect(await names(app)).toEqual(await names(bare))
    expect(await names(app, { 'flash-client': `v=1; tab=${tab}` })).toEqual(await names(bare))
    expect(await names(app, { cookie: 'theme=dark' })).toEqual(await names(bare))
    await bare.close()
  })

  test('has them when messages were asked for in vain, too', async () => {
    const app = await createApp()
    app.get('/', (request) => request.messages.read())
    const response = await (await browse(app)).request('/')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.get('cache-control')).toBeNull()
  })
})

describe('registering', () => {
  test('works inside a scope, and only there', async () => {
    const app = Fastify()
    await app.register(cookie)
    await app.register(
      async (scope) => {
        await scope.register(flashpost, { secret })
        scope.get('/in', (request, reply) => {
          reply.flash.info('Hello')
          return {}
        })
      },
      { prefix: '/app' },
    )
    app.get('/out', (request, reply) => ({ flash: 'flash' in reply }))
    const inside = await app.inject({ url: '/app/in' })
    expect(inside.cookies).toHaveLength(1)
    expect((await app.inject({ url: '/app/messages' })).statusCode).toBe(200)
    expect((await app.inject({ url: '/messages' })).statusCode).toBe(404)
    expect((await app.inject({ url: '/out' })).json()).toEqual({ flash: false })
    await app.close()
  })

  test('needs @fastify/cookie', async () => {
    const app = Fastify()
    await expect(async () => app.register(flashpost, { secret })).rejects.toMatchObject({
      code: 'FLASH_ERR_NO_COOKIE',
      message: expect.stringContaining('npm install @fastify/cookie'),
    })
  })

  test.each([
    ['no secret', {}, 'FLASH_ERR_SECRET'],
    ['an empty list of secrets', { secret: [] }, 'FLASH_ERR_SECRET'],
    ['a short secret', { secret: 'short' }, 'FLASH_ERR_SECRET'],
    ['one short secret of two', { secret: [secret, 'short'] }, 'FLASH_ERR_SECRET'],
    ['a prefix without a slash', { secret, prefix: 'messages' }, 'FLASH_ERR_OPTION'],
    ['a prefix that ends with a slash', { secret, prefix: '/' }, 'FLASH_ERR_OPTION'],
    ['a lifetime of nothing', { secret, maxAge: 0 }, 'FLASH_ERR_OPTION'],
    ['an unknown level', { secret, level: 'fatal' as 'info' }, 'FLASH_ERR_LEVEL'],
  ])('fails with %s, and says what to do', async (_, options, code) => {
    const app = Fastify()
    await app.register(cookie)
    await expect(async () =>
      app.register(flashpost, options as { secret: string }),
    ).rejects.toMatchObject({ code })
  })

  test('a listener that throws disturbs nobody', async () => {
    const app = await createApp()
    app.flashpost.on('added', () => {
      throw new Error('mine')
    })
    app.get('/', (request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    expect((await (await browse(app)).request('/')).status).toBe(200)
  })

  test('a listener can leave', async () => {
    const app = await createApp()
    const heard: string[] = []
    const leave = app.flashpost.on('added', ({ message }) => heard.push(message.text))
    app.get('/', (request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    const browser = await browse(app)
    await browser.request('/')
    leave()
    await browser.request('/')
    expect(heard).toEqual(['Hello'])
  })
})
