import { request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { describe, expect, test, vi } from 'vitest'
import { browse, createApp, inHeader, listen, texts } from './support.ts'

/** An app with a route that adds, a page that reads, and a browser with one message that waits. */
async function setUp(configure: (app: FastifyInstance) => void = () => {}, options = {}) {
  const app = await createApp(options)
  app.get('/add', (request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  app.get('/page', async (request) => ({ shown: texts(await request.messages.read()) }))
  app.post('/page', async (request) => ({ shown: texts(await request.messages.read()) }))
  configure(app)
  const heard = listen(app)
  const browser = await browse(app)
  await browser.request('/add')
  const shown = async () =>
    ((await (await browser.request('/page')).json()) as { shown: string[] }).shown
  return { app, browser, heard, shown }
}

describe('a template that reads messages', () => {
  test('uses them up, and may read them again in the same request', async () => {
    const { browser, shown } = await setUp((app) => {
      app.get('/twice', async (request) => [
        await request.messages.read(),
        await request.messages.read(),
      ])
    })
    const [first, second] = (await (await browser.request('/twice')).json()) as unknown[]
    expect(first).toEqual(second)
    expect(first).toHaveLength(1)
    expect(await shown()).toEqual([])
  })

  test('shows what its own request has added, before and while reading', async () => {
    const { browser, shown } = await setUp((app) => {
      app.post('/form', async (request, reply) => {
        reply.flash.error('Name is missing')
        const before = texts(await request.messages.read())
        reply.flash.info('Later')
        return [before, texts(await request.messages.peek())]
      })
    })
    expect(await (await browser.post('/form')).json()).toEqual([
      ['Hello', 'Name is missing'],
      ['Hello', 'Name is missing', 'Later'],
    ])
    expect(await shown()).toEqual(['Later'])
  })

  test('keeps them when it says so', async () => {
    const { browser, shown } = await setUp((app) => {
      app.get('/keep', async (request) => {
        const messages = await request.messages.read()
        request.messages.used = false
        return messages
      })
    })
    await browser.request('/keep')
    expect(await shown()).toEqual(['Hello'])
  })

  test('leaves them when it only peeks', async () => {
    const { browser, shown } = await setUp((app) => {
      app.get('/peek', (request) => request.messages.peek())
    })
    expect(await (await browser.request('/peek')).json()).toHaveLength(1)
    expect(await shown()).toEqual(['Hello'])
  })

  test('can read one level or one tag and leave the rest', async () => {
    const { browser, shown } = await setUp((app) => {
      app.get('/more', (request, reply) => {
        reply.flash.error('Broken', { extraTags: 'form name' })
        reply.flash.warning('Careful')
        return {}
      })
      app.get('/errors', (request) => request.messages.read({ level: 'error' }))
      app.get('/form', (request) => request.messages.peek({ tags: 'form' }))
    })
    await browser.request('/more')
    expect(texts(await (await browser.request('/form')).json())).toEqual(['Broken'])
    expect(texts(await (await browser.request('/errors')).json())).toEqual(['Broken'])
    expect(await shown()).toEqual(['Hello', 'Careful'])
  })

  test('can clear them unseen', async () => {
    const { browser, shown, heard } = await setUp((app) => {
      app.get('/clear', async (request) => {
        await request.messages.clear()
        return {}
      })
    })
    await browser.request('/clear')
    expect(heard).toContain('dropped Hello: cleared')
    expect(await shown()).toEqual([])
  })
})

describe('an answer that shows nothing eats nothing', () => {
  const reading = (code: number) => (app: FastifyInstance) => {
    app.get('/answer', async (request, reply) => {
      await request.messages.read()
      return reply.code(code).send()
    })
  }

  test.each([301, 303, 304, 500, 503])('%d', async (code) => {
    const { browser, shown } = await setUp(reading(code))
    expect((await browser.request('/answer')).status).toBe(code)
    expect(await shown()).toEqual(['Hello'])
  })

  test.each([200, 201, 404, 422])('while %d uses what it has read', async (code) => {
    const { browser, shown } = await setUp(reading(code))
    await browser.request('/answer')
    expect(await shown()).toEqual([])
  })

  test.each([
    ['HEAD', { method: 'HEAD' }],
    ['a prefetch', { headers: { 'sec-purpose': 'prefetch' } }],
    ['a prerender', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
    ['an old prefetch', { headers: { purpose: 'prefetch' } }],
  ])('%s', async (_, init) => {
    const { browser, shown } = await setUp()
    await browser.request('/page', init)
    expect(await shown()).toEqual(['Hello'])
  })

  test('a handler that throws after reading', async () => {
    const { browser, shown } = await setUp((app) => {
      app.get('/throw', async (request) => {
        await request.messages.read()
        throw new Error('no page')
      })
    })
    await browser.request('/throw')
    expect(await shown()).toEqual(['Hello'])
  })

  test('a stream that is cut', async () => {
    const { app, browser, shown } = await setUp((server) => {
      server.get('/stream', async (request, reply) => {
        const messages = texts(await request.messages.read())
        return reply.send(
          Readable.from(
            (async function* () {
              yield messages.join()
              throw new Error('the database went away')
            })(),
          ),
        )
      })
    })
    await expect(async () => (await browser.request('/stream')).text()).rejects.toThrow(
      'terminated',
    )
    expect(app.server.listening).toBe(true)
    expect(await shown()).toEqual(['Hello'])
  })

  test('while a stream that was sent to its end uses what it has read', async () => {
    const { browser, shown, heard } = await setUp((app) => {
      app.get('/stream', async (request, reply) => {
        const messages = texts(await request.messages.read())
        return reply.send(Readable.from([messages.join()]))
      })
    })
    expect(await (await browser.request('/stream')).text()).toBe('Hello')
    expect(heard).toContain('used 1 by template')
    expect(await shown()).toEqual([])
    expect(browser.flashCookies()).toEqual([])
  })

  test('a request that was aborted before its answer', async () => {
    const reached = Promise.withResolvers<void>()
    const aborted = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    const { app, browser, shown, heard } = await setUp((server) => {
      server.get('/slow', async (request) => {
        await request.messages.read()
        request.raw.once('close', aborted.resolve)
        reached.resolve()
        await aborted.promise
        setImmediate(() => answered.resolve())
        return {}
      })
    })
    const { port } = app.server.address() as { port: number }
    const client = httpRequest({ port, path: '/slow', headers: { cookie: browser.jar.header() } })
    client.on('error', () => undefined).end()
    await reached.promise
    client.destroy()
    await answered.promise
    expect(heard).not.toContain('used 1 by template')
    expect(await shown()).toEqual(['Hello'])
  })
})

describe('a request that fails with a 5xx', () => {
  const failing = (app: FastifyInstance) => {
    app.post('/fail', async (request, reply) => {
      reply.flash.success('Saved.')
      reply.flash.info('By the way')
      reply.flash.warning('Nearly full')
      reply.flash.error('It did not work')
      throw new Error('no')
    })
  }

  test('delivers its warnings and errors; what said that all is well is dropped', async () => {
    const { browser, shown, heard } = await setUp(failing)
    await browser.post('/fail')
    expect(heard).toEqual(
      expect.arrayContaining(['dropped Saved.: failed', 'dropped By the way: failed']),
    )
    expect(await shown()).toEqual(['Hello', 'Nearly full', 'It did not work'])
  })

  test('offers them to the client in the failed response itself', async () => {
    const { browser } = await setUp(failing)
    const response = await browser.sdk('/fail', { method: 'POST' })
    expect(response.status).toBe(500)
    expect(texts(inHeader(response))).toEqual(['Hello', 'Nearly full', 'It did not work'])
  })

  test('keeps as much as the app wants', async () => {
    const { browser, shown } = await setUp(failing, { keepOnError: 'success' })
    await browser.post('/fail')
    expect(await shown()).toEqual(['Hello', 'Saved.', 'Nearly full', 'It did not work'])
  })
})

describe('a header', () => {
  test.each([
    ['a redirect', 303, {}],
    ['304', 304, {}],
    ['a HEAD request', 200, { method: 'HEAD' }],
    ['a prefetch', 200, { headers: { 'sec-purpose': 'prefetch' } }],
  ])('does not leave with %s', async (_, code, init) => {
    const { browser, shown } = await setUp((app) => {
      app.get('/answer', (request, reply) => reply.code(code).send())
    })
    expect((await browser.sdk('/answer', init)).headers.has('flash-messages')).toBe(false)
    expect(await shown()).toEqual(['Hello'])
  })

  test.each(['public, max-age=60', 's-maxage=60', 'max-age=5, Public'])(
    'does not leave with a response that is %s',
    async (cacheControl) => {
      const { browser, shown } = await setUp((app) => {
        app.get('/answer', (request, reply) => reply.header('cache-control', cacheControl).send({}))
      })
      const response = await browser.sdk('/answer', { used: 'A'.repeat(22) })
      expect(response.headers.get('cache-control')).toBe(cacheControl)
      expect(response.headers.has('flash-messages')).toBe(false)
      expect(response.headers.has('flash-used')).toBe(false)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await shown()).toEqual(['Hello'])
    },
  )

  test('leaves the app its own caching when that is as strict', async () => {
    const { browser } = await setUp((app) => {
      app.get('/answer', (request, reply) =>
        reply.header('cache-control', 'no-store, max-age=0').send({}),
      )
    })
    const response = await browser.sdk('/answer')
    expect(inHeader(response)).toHaveLength(1)
    expect(response.headers.get('cache-control')).toBe('no-store, max-age=0')
  })
})

test('a page that is publicly cacheable and shows or adds a message is made private', async () => {
  const { browser } = await setUp((app) => {
    app.get('/public', async (request, reply) => {
      reply.header('cache-control', 'public, max-age=60')
      return request.messages.read()
    })
    app.get('/add-public', (request, reply) => {
      reply.flash.info('Mine alone')
      return reply.header('cache-control', 'public, max-age=60').send({})
    })
  })
  for (const path of ['/public', '/add-public']) {
    const response = await browser.request(path)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.getSetCookie()).toHaveLength(1)
  }
})

describe('an owner', () => {
  const withUser = {
    user: (request: { headers: { [name: string]: unknown } }) =>
      (request.headers['x-user'] as string) ?? null,
  }
  const as = (user: string) => ({ headers: { 'x-user': user } })

  test("keeps an anonymous visitor's message over the login", async () => {
    const { browser } = await setUp(undefined, withUser)
    expect(await (await browser.request('/page', as('ada'))).json()).toEqual({ shown: ['Hello'] })
  })

  test('loses the message when another user signs in on the same browser', async () => {
    const { browser, heard } = await setUp(undefined, withUser)
    await browser.request('/page')
    await browser.request('/add', as('ada'))
    expect(await (await browser.request('/page', as('bob'))).json()).toEqual({ shown: [] })
    expect(heard).toContain('dropped Hello: owner')
    expect(await (await browser.request('/page', as('ada'))).json()).toEqual({ shown: [] })
    expect(browser.flashCookies()).toEqual([])
  })

  test('still hears "signed out" after signing out', async () => {
    const { browser, shown } = await setUp(undefined, withUser)
    await browser.request('/page')
    await browser.request('/add', as('ada'))
    expect(await shown()).toEqual(['Hello'])
  })
})

describe('a tab', () => {
  test('is offered what it caused, and no other tab is, for ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { browser } = await setUp()
    await browser.request('/page')
    await browser.sdk('/add', { tab: 'tab-a' })
    const offered = async (tab: string) => texts(inHeader(await browser.sdk('/peek', { tab })))
    expect(await offered('tab-b')).toEqual([])
    expect(await offered('tab-a')).toEqual(['Hello'])
    vi.setSystemTime(Date.now() + 9_999)
    expect(await offered('tab-b')).toEqual([])
    vi.setSystemTime(Date.now() + 1)
    expect(await offered('tab-b')).toEqual(['Hello'])
    vi.useRealTimers()
  })

  test('leaves the messages of a navigation to a document', async () => {
    const { app, browser } = await setUp()
    await browser.request('/page')
    // Not fetch, which writes its own Sec-Fetch-Mode.
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const added = await app.inject({ url: '/add', headers })
    browser.jar.store(added.headers['set-cookie'])
    expect(inHeader(await browser.sdk('/x', { tab: 'tab-a' }))).toEqual([])
    expect(inHeader(await browser.sdk('/x', { tab: 'tab-b', document: true }))).toHaveLength(1)
  })
})

test('a later message with the same key replaces one that waits', async () => {
  const { browser, shown, heard } = await setUp((app) => {
    app.get('/import/:state', (request, reply) => {
      reply.flash.info((request.params as { state: string }).state, { key: 'import' })
      return {}
    })
  })
  await browser.request('/import/running')
  await browser.request('/import/done')
  expect(heard).toContain('dropped running: replaced')
  expect(browser.flashCookies()).toHaveLength(2)
  expect(await shown()).toEqual(['Hello', 'done'])
})

test('of two parallel messages with one key the later is shown', async () => {
  const { browser, shown } = await setUp((app) => {
    app.get('/import/:state', (request, reply) => {
      reply.flash.info((request.params as { state: string }).state, { key: 'import' })
      return {}
    })
  })
  await Promise.all(['one', 'two', 'three'].map((state) => browser.request(`/import/${state}`)))
  expect(await shown()).toHaveLength(2)
  expect(browser.flashCookies()).toEqual([])
})

test('equal texts are two messages', async () => {
  const { browser, shown } = await setUp()
  await browser.request('/add')
  expect(await shown()).toEqual(['Hello', 'Hello'])
})

test('the minimum level is changed for a request, and set back', async () => {
  const { browser, shown } = await setUp((app) => {
    app.get('/levels', (request, reply) => {
      request.messages.level = 'debug'
      reply.flash.debug('seen')
      request.messages.level = 40
      reply.flash.warning('unseen')
      request.messages.level = undefined
      reply.flash.info('seen too')
      return { level: request.messages.level }
    })
  })
  expect(await (await browser.request('/levels')).json()).toEqual({ level: 20 })
  expect(await shown()).toEqual(['Hello', 'seen', 'seen too'])
})

test('a document carries its messages in a script that no text can leave', async () => {
  const { browser, shown } = await setUp((app) => {
    app.get('/document', async (request, reply) => {
      reply.flash.info('</script><script>alert(1)</script>')
      return reply.type('text/html').send(await request.messages.script({ nonce: 'a"b' }))
    })
  })
  const html = await (await browser.request('/document')).text()
  expect(html).toMatch(
    /^<script type="application\/json" id="flashpost" nonce="a&quot;b">[^<]*<\/script>$/,
  )
  expect(await shown()).toEqual(['Hello', '</script><script>alert(1)</script>'])
})

test('the log says at debug level why a message was not shown', async () => {
  const lines: { messages?: { text: string; why: string }[] }[] = []
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) }
  const app = await createApp({}, { logger: { level: 'debug', stream } })
  app.get('/add', (request, reply) => {
    reply.flash.info('Hello')
    return reply.redirect('/')
  })
  const browser = await browse(app)
  await browser.request('/add')
  await browser.sdk('/add')
  const why = lines.flatMap(({ messages }) => messages ?? []).map((each) => each.why)
  expect(why[0]).toMatch(/no client asked/)
  expect(why[1]).toMatch(/a GET answered with 302 carries no messages/)
})
