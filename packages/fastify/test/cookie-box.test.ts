import { cookieStorage } from '@flashpost/fastify'
import type { FlashpostOptions } from '@flashpost/fastify'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { browse, createApp, inHeader, listen, texts } from './support.ts'

async function open(options: Partial<FlashpostOptions> = {}) {
  const app = await createApp(options)
  app.get<{ Querystring: { text: string | string[] } }>('/add', (request, reply) => {
    for (const text of [request.query.text].flat()) reply.flash.info(text)
    return {}
  })
  app.get('/fail', (_request, reply) => {
    reply.flash.info('all went well')
    reply.flash.warning('one thing did not')
    reply.flash.info('still well')
    return reply.code(500).send({})
  })
  app.get('/read', (request) => request.messages.read())
  const browser = await browse(app)
  return {
    app,
    ...browser,
    add: (...added: readonly string[]) =>
      browser.request(`/add?${added.map((text) => `text=${text}`).join('&')}`),
    read: async () => texts(await (await browser.request('/read')).json()),
    waiting: async () => texts((await (await browser.request('/messages')).json()).messages),
    ids: async () => {
      const { messages } = await (await browser.request('/messages')).json()
      return messages.map(({ id }: { id: string }) => id) as readonly string[]
    },
  }
}

test('all that a response adds is in one cookie', async () => {
  const { add, flashCookies, read } = await open()
  const response = await add('one', 'two', 'three')
  expect(response.headers.getSetCookie()).toHaveLength(1)
  expect(flashCookies()).toHaveLength(1)
  expect(await read()).toEqual(['one', 'two', 'three'])
  expect(flashCookies()).toEqual([])
})

test('what is used of it leaves the rest where it is, and nothing is left when all is used', async () => {
  const { add, ids, sdk, waiting, flashCookies, jar } = await open()
  await add('one', 'two', 'three')
  const before = new Map(jar.cookies)
  const [one, two, three] = await ids()
  await sdk('/messages', { used: two! })
  expect(await waiting()).toEqual(['one', 'three'])
  for (const [name, value] of before) expect(jar.cookies.get(name)).toBe(value)
  await sdk('/messages', { used: one! })
  expect(await waiting()).toEqual(['three'])
  expect(flashCookies()).toHaveLength(2)
  await sdk('/messages', { used: three! })
  expect(flashCookies()).toEqual([])
})

test('responses at the same time use different messages of it without bringing one back', async () => {
  const { app, add, ids, jar, waiting, flashCookies } = await open()
  await add('one', 'two', 'three')
  const acknowledge = async (id: string, cookies: string) =>
    app.inject({
      url: '/messages',
      headers: { cookie: cookies, 'flash-client': 'v=1; tab=a', 'flash-used': id },
    })
  const [one, two, three] = await ids()
  const before = jar.header()
  const answers = await Promise.all([acknowledge(one!, before), acknowledge(three!, before)])
  for (const { headers } of answers) jar.store(headers['set-cookie'])
  expect(await waiting()).toEqual(['two'])
  const late = await Promise.all([acknowledge(two!, jar.header()), acknowledge(one!, before)])
  for (const { headers } of late) jar.store(headers['set-cookie'])
  expect(await waiting()).toEqual([])
  expect(flashCookies()).toEqual([])
})

test('a mark without its messages is cleared by the next that looks', async () => {
  const { app, add, ids, jar, flashCookies, waiting } = await open()
  await add('one', 'two')
  const [one] = await ids()
  const marked = await app.inject({
    url: '/messages',
    headers: { cookie: jar.header(), 'flash-client': 'v=1; tab=a', 'flash-used': one! },
  })
  jar.store(flashCookies().map((name) => `${name}=; Max-Age=0`))
  jar.store(marked.headers['set-cookie'])
  expect(flashCookies()).toHaveLength(1)
  expect(await waiting()).toEqual([])
  expect(flashCookies()).toEqual([])
})

test('what a failed request gives up is not in the cookie', async () => {
  const { request, jar, waiting } = await open()
  await request('/fail')
  expect(jar.header()).not.toContain('well')
  expect(await waiting()).toEqual(['one_thing_did_not'.replaceAll('_', ' ')])
})

test('a response that adds more than a cookie takes has several', async () => {
  const { add, flashCookies, read, jar } = await open({
    storage: cookieStorage({ budget: 20_000, parallelBudget: 20_000 }),
    limits: { head: 20_000 },
  })
  const many = Array.from({ length: 70 }, (_, index) => `m${index}`)
  await add(...many)
  expect(flashCookies()).toHaveLength(3)
  const large = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(1_500))
  await add(...large)
  for (const [name, value] of jar.cookies)
    expect(name.length + value.length).toBeLessThanOrEqual(4_096)
  expect(await read()).toEqual([...many, ...large])
  expect(flashCookies()).toEqual([])
})

test('a message that no browser would keep is not held, however large the budget', async () => {
  const { app, add, flashCookies } = await open({
    storage: cookieStorage({ budget: 20_000, parallelBudget: 20_000 }),
    limits: { text: 10_000, head: 20_000 },
  })
  const heard = listen(app)
  await add('x'.repeat(4_050))
  expect(flashCookies()).toEqual([])
  expect(heard.at(-1)).toMatch(/^dropped x+: full$/)
})

test('no sequence of adds and acknowledgements makes a browser send more than the budget', async () => {
  const { add, ids, sdk, jar } = await open()
  const adds = fc.record({
    lengths: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 4 }),
  })
  const uses = fc.record({ share: fc.integer({ min: 1, max: 5 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(adds, uses), { minLength: 1, maxLength: 20 }),
      async (steps) => {
        for (const step of steps) {
          if ('lengths' in step) await add(...step.lengths.map((length) => 'x'.repeat(length)))
          else {
            const used = (await ids()).filter((_, index) => index % step.share === 0)
            await sdk('/messages', { used: used.join(' ') })
          }
          expect(jar.header().length).toBeLessThanOrEqual(4_608)
        }
      },
    ),
    { numRuns: 20 },
  )
})

test('the parallel budget counts each cookie of a tab, whichever request has set it', async () => {
  const { sdk, jar } = await open()
  const text = ['a', 'b', 'c'].map((letter) => `text=${letter.repeat(150)}`).join('&')
  const responses = await Promise.all(Array.from({ length: 20 }, () => sdk(`/add?${text}`)))
  expect(jar.header().length).toBeLessThanOrEqual(3_328)
  for (const response of responses) {
    const held = inHeader(response)
    expect(held.length).toBeGreaterThan(0)
  }
})
