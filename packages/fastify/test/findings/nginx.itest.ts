// nginx reads the head of an answer into one page of memory, 4 KiB on most machines, and answers 502 when it is larger.
import { cookieStorage, fallbackStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions, Message } from '@flashpost/fastify'
import type { AddressInfo } from 'node:net'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { startNginx } from '../../../../scripts/start-nginx.ts'
import { createApp, inHeader, texts } from '../support.ts'
import { browseAt, flashBytes, listenForDrops, saysDropped } from './support-2.ts'

const headLimit = 3_500

/** An app behind an nginx, and a browser that knows only that. */
async function setUp(options: Partial<FlashpostOptions> = {}) {
  const app = await createApp(options)
  type Add = { Body: readonly string[]; Querystring: { status?: string; to?: string } }
  app.post<Add>('/add', (request, reply) => {
    for (const text of request.body) reply.flash.warning(text)
    const { status = '200', to } = request.query
    return to === undefined ? reply.code(Number(status)).send({}) : reply.redirect(to, 303)
  })
  app.get('/page', async (request) => texts(await request.messages.read()))
  const dropped = listenForDrops(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const nginx = await startNginx({ upstreamPort: (app.server.address() as AddressInfo).port })
  onTestFinished(() => nginx.stop())
  const browser = browseAt(nginx.port)

  /** Adds texts, as the SDK or as a form. */
  const post = (path: string, body: readonly string[], by: 'sdk' | 'request' = 'sdk', init = {}) =>
    browser[by](path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...init,
    })
  return { app, browser, dropped, post }
}

const many = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => `${index} `.padEnd(length, 'x'))

async function waiting({ sdk }: ReturnType<typeof browseAt>): Promise<readonly Message[]> {
  return ((await (await sdk('/messages')).json()) as { messages: readonly Message[] }).messages
}

/** What came with a response or still waits, and what was given up, each text once and in order of name. */
async function accountFor(
  { browser, dropped }: Awaited<ReturnType<typeof setUp>>,
  response: Response,
) {
  const offered = texts(inHeader(response))
  const delivered = new Set([...offered, ...(await browser.drain())])
  return { delivered: [...delivered].toSorted(), dropped: dropped.map(({ text }) => text) }
}

describe.skipIf(!inject('hasNginx'))('behind nginx with its defaults', () => {
  test.each([
    ['one text of 1,900 characters', ['x'.repeat(1_900)]],
    ['one text of 2,500 characters', ['x'.repeat(2_500)]],
    ['13 messages of 200 bytes', many(13, 200)],
    ['40 short messages', many(40, 16)],
    ['5 messages of 500 characters', many(5, 500)],
  ])('%s of one request are all delivered', async (_, all) => {
    const site = await setUp()
    const response = await site.post('/add', all)
    expect(response.status).toBe(200)
    expect(flashBytes(response)).toBeLessThan(headLimit)
    expect(await accountFor(site, response)).toEqual({ delivered: all.toSorted(), dropped: [] })
  })

  test('of 12 messages of 300 characters at least 9 are delivered, and the others are reported', async () => {
    const site = await setUp()
    const all = many(12, 300)
    const response = await site.post('/add', all)
    expect(response.status).toBe(200)
    expect(flashBytes(response)).toBeLessThan(headLimit)
    const { delivered, dropped } = await accountFor(site, response)
    expect([...delivered, ...dropped].toSorted()).toEqual(all.toSorted())
    expect(delivered.length).toBeGreaterThanOrEqual(9)
    expect(saysDropped(response)).toBe(dropped.length > 0)
  })

  test('12 messages of 300 characters, and what is larger, are all delivered where there is a store', async () => {
    const storage = fallbackStorage([cookieStorage(), storeStorage({ store: memoryStore() })])
    const site = await setUp({ storage })
    const all = [...many(12, 300), ...many(3, 3_000)]
    const response = await site.post('/add', all)
    expect(response.status).toBe(200)
    expect(flashBytes(response)).toBeLessThan(headLimit)
    expect(await accountFor(site, response)).toEqual({ delivered: all.toSorted(), dropped: [] })
  })

  test.each([
    ['ASCII', 'x'],
    ['umlauts, which take three bytes in a cookie and six in a header', 'ä'],
    ['emoji', '😀'],
    ['quotes and backslashes', '"\\'],
  ])('a text of any length in %s is delivered or reported, never a 502', async (_, unit) => {
    const site = await setUp()
    const lengths = [300, 600, 1_000, 1_500, 2_000, 2_800, 3_200, 3_400, 3_600, 4_000, 9_000]
    for (const length of lengths) {
      site.dropped.length = 0
      const text = unit.repeat(length / unit.length)
      const response = await site.post('/add', [text])
      expect([length, response.status]).toEqual([length, 200])
      expect(flashBytes(response)).toBeLessThan(headLimit)
      const { delivered, dropped } = await accountFor(site, response)
      expect([...delivered, ...dropped]).toEqual([text])
      expect(saysDropped(response)).toBe(dropped.length > 0)
    }
  })

  test.each([404, 422, 500])(
    'an answer with %d brings 13 messages of 200 bytes',
    async (status) => {
      const site = await setUp()
      const all = many(13, 200)
      const response = await site.post(`/add?status=${status}`, all)
      expect(response.status).toBe(status)
      expect(flashBytes(response)).toBeLessThan(headLimit)
      expect(await accountFor(site, response)).toEqual({ delivered: all.toSorted(), dropped: [] })
    },
  )

  test('a redirect keeps 13 messages of 200 bytes for the page after it', async () => {
    const { browser, dropped, post } = await setUp()
    const all = many(13, 200)
    const response = await post('/add?to=/page', all)
    expect(response.status).toBe(303)
    expect(flashBytes(response)).toBeLessThan(headLimit)
    expect(await browser.drain()).toEqual(all)
    expect(dropped).toEqual([])
  })

  test('messages and an acknowledgement of a hundred fit into one answer, or what does not comes later', async () => {
    const site = await setUp()
    for (const text of many(60, 12)) await site.post('/add', [text], 'request')
    const old = await waiting(site.browser)
    expect(old.length).toBeGreaterThan(15)
    site.dropped.length = 0
    const used = old.map(({ id }) => id)
    while (used.length < 100) used.push(`A${String(used.length).padStart(21, '0')}`)

    const all = many(13, 200)
    const response = await site.post('/add', all, 'sdk', { used })
    expect(response.status).toBe(200)
    expect(flashBytes(response)).toBeLessThan(headLimit)

    // What is confirmed never comes again; what is not is sent again, and that is final.
    const confirmed = response.headers.get('flash-used')?.split(' ') ?? []
    const left = (await waiting(site.browser)).map(({ id }) => id)
    expect(left.filter((id) => confirmed.includes(id))).toEqual([])
    const rest = await site.browser.acknowledge(used.filter((id) => !confirmed.includes(id)))
    expect(rest.status).toBe(204)
    expect(flashBytes(rest)).toBeLessThan(headLimit)
    const { delivered, dropped } = await accountFor(site, response)
    const added = delivered.filter((text) => all.includes(text))
    expect([...added, ...dropped].toSorted()).toEqual(all.toSorted())
    expect(await waiting(site.browser)).toEqual([])
  })

  test('a page that reads messages out of many cookies clears them, over several pages if need be', async () => {
    const { browser, dropped, post } = await setUp()
    const all = Array.from({ length: 90 }, (_, index) => `number ${index}`)
    for (const text of all) expect((await post('/add', [text], 'request')).status).toBe(200)
    const shown: string[] = []
    for (let page = 0; page < 20; page++) {
      const response = await browser.request('/page')
      expect(response.status).toBe(200)
      expect(flashBytes(response)).toBeLessThan(headLimit)
      shown.push(...((await response.json()) as string[]))
    }
    expect(shown.length).toBeGreaterThan(15)
    expect([...shown, ...dropped.map(({ text }) => text)].toSorted()).toEqual(all.toSorted())
    expect([...browser.jar.cookies.keys()]).toEqual([])
  })

  test('many cookies that one acknowledgement empties are cleared, over several answers if need be', async () => {
    const { browser, post } = await setUp()
    for (const text of many(90, 8)) await post('/add', [text], 'request')
    const ids = (await waiting(browser)).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(15)
    const response = await browser.acknowledge(ids)
    expect(response.status).toBe(204)
    expect(flashBytes(response)).toBeLessThan(headLimit)
    for (let turn = 0; turn < 5; turn++) expect(await waiting(browser)).toEqual([])
    expect([...browser.jar.cookies.keys()]).toEqual([])
  })
})
