import { cookieStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import type { FastifyReply } from 'fastify'
import { describe, expect, test } from 'vitest'
import { browse, createApp, inHeader, listen, texts } from '../support.ts'

type Fields = Readonly<Record<string, string>>

/** What lets a shared cache keep an answer: RFC 9111 section 5.2.2, RFC 9213, and Surrogate-Control of the Edge Architecture. */
const shared: readonly Fields[] = [
  { 'cache-control': 'public' },
  { 'cache-control': 'max-age=60, s-maxage=600' },
  { 'cache-control': 'S-MAXAGE = 600' },
  { 'cdn-cache-control': 'max-age=600' },
  { 'cdn-cache-control': 'public, max-age=600' },
  { 'surrogate-control': 'max-age=600' },
  { 'surrogate-control': 'content="ESI/1.0", max-age=600+60' },
  { 'cloudflare-cdn-cache-control': 'max-age=600' },
  { 'netlify-cdn-cache-control': 'public, s-maxage=600' },
  { 'vercel-cdn-cache-control': 'max-age=600' },
  // A cache that reads the targeted field does not look at the other one (RFC 9213, section 2.2).
  { 'cache-control': 'private, no-store', 'cdn-cache-control': 'max-age=600' },
  { 'cache-control': 'no-store', 'surrogate-control': 'max-age=600' },
]

/** What keeps every shared cache away. */
const apart: readonly Fields[] = [
  {},
  { 'cache-control': 'private, max-age=60' },
  { 'cache-control': 'no-store' },
  { 'cache-control': 'max-age=60' },
  { 'cdn-cache-control': 'no-store' },
  { 'cdn-cache-control': 'private, max-age=60' },
  { 'surrogate-control': 'no-store' },
  { 'cloudflare-cdn-cache-control': 'no-store' },
]

/** What lets caches keep an answer without saying so to shared ones. */
const lenient: readonly Fields[] = [
  {},
  { 'cache-control': 'max-age=600' },
  { 'cache-control': 'max-age=600, must-revalidate' },
  { 'cache-control': 'immutable, max-age=600' },
  { expires: 'Fri, 01 Jan 2100 00:00:00 GMT' },
]

const controls = (fields: Fields) => JSON.stringify(fields)
const isApart = (value: string | null) => /\b(?:private|no-store)\b/.test(value ?? '')

/** Whether no cache that several people share may keep a response. */
function isPrivate({ headers }: Response): boolean {
  const targeted = [...headers].filter(([name]) => /-cdn-cache-control$|^cdn-|^surr/.test(name))
  return isApart(headers.get('cache-control')) && targeted.every(([, value]) => isApart(value))
}

/** A site whose routes say what the test wants of caching, and a browser. */
async function setUp(fields: Fields, { storage = cookieStorage(), status = 200 } = {}) {
  const app = await createApp({ storage })
  const answer = (reply: FastifyReply) => reply.code(status).headers(fields).send({})
  app.post('/wait', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  app.get('/page', async (request) => texts(await request.messages.read()))
  app.get('/none', (_request, reply) => answer(reply))
  app.get('/add', (_request, reply) => {
    reply.flash.warning('Mine alone')
    return answer(reply)
  })
  app.get('/read', async (request, reply) => {
    await request.messages.read()
    return answer(reply)
  })
  app.get('/peek', async (request, reply) => {
    await request.messages.peek()
    return answer(reply)
  })
  app.get('/script', async (request, reply) => {
    await request.messages.script()
    return answer(reply)
  })
  app.get('/clear', async (request, reply) => {
    await request.messages.clear()
    return answer(reply)
  })
  const heard = listen(app)
  const browser = await browse(app)
  const shown = async () => (await (await browser.request('/page')).json()) as string[]
  return { app, browser, heard, shown, wait: () => browser.post('/wait') }
}

describe('a response that a shared cache may keep', () => {
  test.each(shared.map((fields) => [controls(fields), fields] as const))(
    'is left as it is, and brings nothing that waits: %s',
    async (_, fields) => {
      const { browser, wait, shown } = await setUp(fields)
      await wait()
      const response = await browser.sdk('/none', { used: 'A'.repeat(22) })
      expect(inHeader(response)).toEqual([])
      expect(response.headers.has('flash-messages')).toBe(false)
      expect(response.headers.has('flash-used')).toBe(false)
      expect(response.headers.getSetCookie()).toEqual([])
      for (const [name, value] of Object.entries(fields)) {
        expect(response.headers.get(name)).toBe(value)
      }
      expect(await shown()).toEqual(['Hello'])
    },
  )

  test.each(shared.map((fields) => [controls(fields), fields] as const))(
    'is made private when its own request adds, reads, peeks, embeds or clears: %s',
    async (_, fields) => {
      const { browser, wait } = await setUp(fields)
      for (const path of ['/add', '/read', '/peek', '/script', '/clear']) {
        await wait()
        const response = await browser.request(path)
        expect([path, isPrivate(response)]).toEqual([path, true])
      }
    },
  )

  test.each(shared.map((fields) => [controls(fields), fields] as const))(
    'clears what it is told to clear: %s',
    async (_, fields) => {
      const { browser, wait, heard, shown } = await setUp(fields)
      await wait()
      await browser.request('/clear')
      expect(heard).toContain('dropped Hello: cleared')
      expect(await shown()).toEqual([])
    },
  )

  test('brings no message either when a hook behind Flashpost has said so', async () => {
    for (const fields of shared) {
      const { app, browser, shown } = await setUpLate(fields)
      const response = await browser.sdk('/none')
      expect(app.server.listening).toBe(true)
      expect(inHeader(response).length === 0 || isPrivate(response)).toBe(true)
      expect(await shown()).toEqual(['Hello'])
    }
  })
})

/** As {@link setUp}, with a message that waits; the answer's caching is said by an onSend hook behind Flashpost. */
async function setUpLate(fields: Fields) {
  const app = await createApp()
  app.addHook('onSend', async (request, reply) => {
    if (request.url === '/none') reply.headers(fields)
  })
  app.get('/none', () => ({}))
  app.get('/page', async (request) => texts(await request.messages.peek()))
  app.post('/wait', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  const browser = await browse(app)
  await browser.post('/wait')
  const shown = async () => (await (await browser.request('/page')).json()) as string[]
  return { app, browser, shown }
}

test.each(apart.map((fields) => [controls(fields), fields] as const))(
  'a response that no shared cache is to keep brings what waits, and is private: %s',
  async (_, fields) => {
    const { browser, wait } = await setUp(fields)
    await wait()
    const response = await browser.sdk('/none')
    expect(texts(inHeader(response))).toEqual(['Hello'])
    expect(response.headers.get('cache-control')).toMatch(/\bno-store\b/)
    expect(isPrivate(response)).toBe(true)
  },
)

describe.each([
  ['a cookie', () => cookieStorage()],
  ['a store', () => storeStorage({ store: memoryStore() })],
])('a GET whose message waits in %s', (_, storage) => {
  test.each([200, 201, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501])(
    'is at least private, also with the status %d that caches keep without being asked',
    async (status) => {
      for (const fields of lenient) {
        const { browser } = await setUp(fields, { storage: storage(), status })
        const response = await browser.request('/add')
        expect(response.headers.getSetCookie()).toHaveLength(1)
        expect([fields, isPrivate(response)]).toEqual([fields, true])
      }
    },
  )
})

test('a response that clears the cookie of what was acknowledged is at least private', async () => {
  const { browser, wait } = await setUp({ 'cache-control': 'max-age=600' })
  await wait()
  const [message] = inHeader(await browser.sdk('/none'))
  const response = await browser.sdk('/none', { used: message!.id })
  expect(response.headers.get('flash-used')).toBe(message!.id)
  expect(response.headers.getSetCookie()).toHaveLength(1)
  expect(isPrivate(response)).toBe(true)
})

test('where there is no message, nothing is said about caching', async () => {
  for (const fields of [...shared, ...apart, { 'cache-control': 'max-age=600' }]) {
    const { browser } = await setUp(fields)
    const used = 'A'.repeat(22)
    for (const path of ['/none', '/read', '/peek', '/clear']) {
      for (const response of [
        await browser.request(path),
        await browser.sdk(path),
        await browser.sdk(path, { used }),
      ]) {
        const said = [...response.headers].filter(([name]) => /control|vary|cookie/.test(name))
        expect([path, Object.fromEntries(said)]).toEqual([path, fields])
      }
    }
  }
})
