import { createHmac } from 'node:crypto'
import cookie from '@fastify/cookie'
import session from '@fastify/session'
import { cookieStorage, flashpost } from '@flashpost/fastify'
import fc from 'fast-check'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test, vi } from 'vitest'
import { browse, createApp, listen, secret, texts } from './support.ts'

async function createFlashing(options = {}, server = {}): Promise<FastifyInstance> {
  const app = await createApp(options, server)
  app.get<{ Querystring: { text: string } }>('/add', (request, reply) => {
    reply.flash.info(request.query.text)
    return {}
  })
  app.get('/read', (request) => request.messages.read())
  return app
}

async function withOneMessage(app: FastifyInstance) {
  const browser = await browse(app)
  await browser.request('/add?text=Hello')
  const [name] = browser.flashCookies()
  return { ...browser, name: name!, value: browser.jar.cookies.get(name!)! }
}

test.each<[string, (value: string) => string]>([
  ['tampered', (value) => value.replace('Hello', 'Jello')],
  ['truncated', (value) => value.slice(0, -1)],
  ['cut to nothing', () => ''],
  ['unsigned', (value) => value.slice(0, -23)],
  [
    'signed by somebody else',
    (value) =>
      `${value.slice(0, -22)}${createHmac('sha256', 'else').update('x').digest('base64url').slice(0, 22)}`,
  ],
  ['too long', (value) => `${value.slice(0, -23)}${'x'.repeat(5_000)}${value.slice(-23)}`],
])('a cookie that is %s yields no message and no error, and is left alone', async (_, spoil) => {
  const app = await createFlashing()
  const heard = listen(app)
  const { jar, name, value, request, flashCookies } = await withOneMessage(app)
  jar.store(`${name}=${spoil(value)}`)
  const response = await request('/read')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual([])
  expect(flashCookies()).toEqual([name])
  expect(heard).toContain('refused flash-')
})

test('a cookie of 100 kB yields no message and no error, and is left alone', async () => {
  const app = await createFlashing({}, { http: { maxHeaderSize: 200_000 } })
  const { jar, name, request, flashCookies } = await withOneMessage(app)
  jar.store(`${name}=${'x'.repeat(100_000)}`)
  const response = await request('/read')
  expect([response.status, await response.json(), flashCookies()]).toEqual([200, [], [name]])
})

test('a message whose time is over is dropped with a signal, and cleared', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const app = await createFlashing({ maxAge: 60 })
  const heard = listen(app)
  const { request, flashCookies } = await withOneMessage(app)
  // Its time, and as much as the clocks of two processes may differ.
  vi.setSystemTime(Date.now() + 180_000)
  expect(texts(await (await request('/messages')).json().then((body) => body.messages))).toEqual([
    'Hello',
  ])
  vi.setSystemTime(Date.now() + 1)
  expect(await (await request('/read')).json()).toEqual([])
  expect(flashCookies()).toEqual([])
  expect(heard).toContain('dropped Hello: expired')
  vi.useRealTimers()
})

test("one message's value under another's name is refused", async () => {
  const app = await createFlashing()
  const { jar, name, value, request } = await withOneMessage(app)
  const other = name.replace(/.{4}$/, 'AAAA')
  jar.store([`${name}=; Max-Age=0`, `${other}=${value}`])
  expect(await (await request('/read')).json()).toEqual([])
})

test('a value that the app signs for something else cannot pose as a message', async () => {
  const app = await createFlashing()
  const { jar, name, value, request } = await withOneMessage(app)
  const foreign = createHmac('sha256', secret)
    .update(`${name}=${value.slice(0, -23)}`)
    .digest('base64url')
    .slice(0, 22)
  jar.store(`${name}=${value.slice(0, -22)}${foreign}`)
  expect(await (await request('/read')).json()).toEqual([])
})

test('a new secret signs while the old ones still verify', async () => {
  const fresh = 'a fresh secret of more than 32 characters'
  const { jar } = await withOneMessage(await createFlashing())
  const rotated = await browse(await createFlashing({ secret: [fresh, secret] }))
  rotated.jar.store(jar.header())
  await rotated.request('/add?text=Again')
  const retired = await browse(await createFlashing({ secret: fresh }))
  retired.jar.store(rotated.jar.header().split('; '))
  expect(texts(await (await rotated.request('/read')).json())).toEqual(['Hello', 'Again'])
  expect(texts(await (await retired.request('/read')).json())).toEqual(['Again'])
})

test('set and delete name the same attributes', async () => {
  const app = await createFlashing({
    prefix: '/app/messages',
    cookie: {
      path: '/app',
      domain: 'example.com',
      secure: true,
      httpOnly: false,
      sameSite: 'strict',
    },
  })
  const set = await app.inject('/add?text=Hello')
  const [made] = set.cookies
  const cleared = await app.inject({ url: '/read', cookies: { [made!.name]: made!.value } })
  const attributes = { path: '/app', domain: 'example.com', secure: true, sameSite: 'Strict' }
  expect(made).toMatchObject({
    ...attributes,
    name: expect.stringMatching(/^flash-/),
    maxAge: 86_400,
  })
  expect(cleared.cookies[0]).toMatchObject({ ...attributes, name: made!.name, maxAge: 0 })
  expect(set.headers['set-cookie']).not.toContain('HttpOnly')
})

test('twenty parallel responses add twenty messages, with no cookie at the start and with one', async () => {
  const app = await createFlashing()
  for (const before of [[], ['first']]) {
    const browser = await browse(app)
    for (const text of before) await browser.request(`/add?text=${text}`)
    const added = Array.from({ length: 20 }, (_, index) => `message ${index}`)
    await Promise.all(added.map((text) => browser.request(`/add?text=${text}`)))
    const shown = texts(await (await browser.request('/read')).json())
    expect(shown.toSorted()).toEqual([...before, ...added].toSorted())
    expect(browser.flashCookies()).toEqual([])
  }
})

test('the budget is exact to the byte, and holds over requests', async () => {
  const app = await createFlashing({ storage: cookieStorage({ budget: 2_048 }) })
  const heard = listen(app)
  const browser = await browse(app)
  const overhead = `flash-${'i'.repeat(22)}=1.20..${'s'.repeat(22)}; `.length
  // With room for the sign of a cookie that has to prove its place.
  await browser.request(`/add?text=${'a'.repeat(2_048 - 2 * (overhead + 1) - 3)}`)
  await browser.request('/add?text=bbb')
  expect(browser.flashCookies()).toHaveLength(2)
  expect(`${browser.jar.header()}; `).toHaveLength(2_048 - 2)
  await browser.request('/add?text=c')
  expect(heard).toContain('dropped c: full')
  const exact = await browse(app)
  await exact.request(`/add?text=${'a'.repeat(2_048 - overhead)}`)
  expect(exact.flashCookies()).toEqual([])
})

test('any text comes back exactly, over real HTTP', async () => {
  const app = await createFlashing()
  const browser = await browse(app)
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), async (text) => {
      await browser.request(`/add?text=${encodeURIComponent(text)}`)
      expect(texts(await (await browser.request('/read')).json())).toEqual([text])
    }),
    { numRuns: 50 },
  )
})

test('no sequence of requests makes a browser send more than the budget', async () => {
  const app = await createFlashing()
  const browser = await browse(app)
  const bound = 4_608
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_500), { minLength: 1, maxLength: 30 }), async (lengths) => {
      for (const length of lengths) await browser.request(`/add?text=${'x'.repeat(length + 1)}`)
      expect(browser.jar.header().length).toBeLessThanOrEqual(bound)
    }),
    { numRuns: 20 },
  )
})

test('nor do parallel requests of a tab, however many, beyond the parallel budget', async () => {
  const app = await createFlashing()
  const heard = listen(app)
  const browser = await browse(app)
  const text = 'x'.repeat(400)
  const responses = await Promise.all(
    Array.from({ length: 50 }, () => browser.sdk(`/add?text=${text}`)),
  )
  expect(browser.jar.header().length).toBeLessThanOrEqual(3_328)
  expect(browser.flashCookies().length).toBeGreaterThan(5)
  // What found no place in a cookie is in the response that it was added for.
  const offered = responses.filter((response) =>
    response.headers.get('flash-messages')?.includes(text),
  )
  expect(offered).toHaveLength(50)
  expect(heard.filter((signal) => signal.startsWith('dropped'))).toEqual([])
  // Once the browser has been heard of, there is room as before.
  await browser.sdk('/read')
  await browser.sdk('/add?text=again')
  expect(browser.flashCookies()).toHaveLength(1)
})

test("the attributes of @fastify/session's cookie are taken over, unless Flashpost has its own", async () => {
  const shared = {
    domain: 'example.com',
    sameSite: 'strict',
    httpOnly: false,
    secure: false,
  } as const
  const attributesOf = async (options: object, path = '/') => {
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(cookie)
    await app.register(session, { secret, saveUninitialized: false, cookie: { ...shared, path } })
    await app.register(flashpost, { secret, ...options })
    app.get('/add', (_request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    app.get('/read', (request) => request.messages.read())
    const set = await app.inject('/add')
    const [own] = set.cookies
    const read = await app.inject({ url: '/read', cookies: { [own!.name]: own!.value } })
    return [String(set.headers['set-cookie']), String(read.headers['set-cookie'])]
  }
  for (const line of await attributesOf({}))
    expect(line).toMatch(/Domain=example.com; Path=\/;.*SameSite=Strict$/)
  for (const line of await attributesOf({})) expect(line).not.toContain('HttpOnly')
  for (const line of await attributesOf({ cookie: { sameSite: 'lax', httpOnly: true } })) {
    expect(line).toMatch(/Domain=example.com; Path=\/;.*HttpOnly; SameSite=Lax$/)
  }
  for (const line of await attributesOf({}, '/app')) expect(line).not.toContain('Domain')
})
