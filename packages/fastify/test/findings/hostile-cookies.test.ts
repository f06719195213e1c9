// A subdomain, another app of the host, or somebody at the keyboard: anybody can give a browser cookies with names like ours.
import { memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions } from '@flashpost/fastify'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { browse, createApp, listen, texts } from '../support.ts'
import { flashBytes } from './support-2.ts'

const headLimit = 3_500
/** Of the 16,384 bytes of headers that Node takes, what the browser's other fields leave. */
const room = 15_000
const signature = 'A'.repeat(22)
const day = 86_400_000

async function setUp(options: Partial<FlashpostOptions> = {}) {
  const app = await createApp(options)
  app.get('/none', () => ({}))
  app.get('/add', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  app.get('/page', async (request) => texts(await request.messages.read()))
  const heard = listen(app)
  const browser = await browse(app)
  return { app, browser, heard }
}

type Site = Awaited<ReturnType<typeof setUp>>

/** Every kind of request that looks at cookies. */
async function visit({ browser }: Site): Promise<readonly Response[]> {
  return [
    await browser.request('/page'),
    await browser.sdk('/none'),
    await browser.sdk('/none', { used: 'B'.repeat(22) }),
    await browser.sdk('/messages'),
    await browser.request('/page', { method: 'HEAD' }),
  ]
}

/** Fills a browser with cookies, and says what their names are. */
function plant({ browser }: Site, make: (index: number) => string): readonly string[] {
  const before = new Set(browser.jar.cookies.keys())
  for (let index = 0; ; index++) {
    const cookie = make(index)
    if (browser.jar.header().length + cookie.length + 2 > room) break
    browser.jar.store(cookie)
  }
  return [...browser.jar.cookies.keys()].filter((name) => !before.has(name))
}

/** The id of a message that was made then, as another process would have made it. */
async function idsOf(time: number, count: number): Promise<readonly string[]> {
  vi.useFakeTimers({ toFake: ['Date'], now: time })
  const app = await createApp()
  const ids: string[] = []
  app.get('/', (_request, reply) => {
    for (let index = 0; index < count; index++) reply.flash.info('x')
    return {}
  })
  app.flashpost.on('added', ({ message }) => ids.push(message.id))
  await app.inject('/')
  vi.useRealTimers()
  return ids
}

afterEach(() => void vi.useRealTimers())

const forms: Record<string, (id: string) => string> = {
  'with a message in it': (id) => `flash-${id}=1.20.Hello.${signature}`,
  'with anything in them': (id) => `flash-${id}=1`,
  'with nothing in them': (id) => `flash-${id}=`,
  'that are marks of others': (id) => `flash-${id}.3=.${signature}`,
}

describe('16 kB of cookies that somebody else has made', () => {
  test.each(Object.keys(forms))('%s are left alone while their time is not over', async (form) => {
    const site = await setUp()
    const ids = await idsOf(Date.now(), 700)
    const names = plant(site, (index) => forms[form]!(ids[index]!))
    expect(names.length).toBeGreaterThan(200)
    for (const response of await visit(site)) {
      expect(response.status).toBe(200)
      expect(response.headers.getSetCookie()).toEqual([])
    }
    const added = await site.browser.sdk('/add')
    expect(flashBytes(added)).toBeLessThan(headLimit)
    expect(names.filter((name) => !site.browser.jar.cookies.has(name))).toEqual([])
  })

  test.each(Object.keys(forms))(
    '%s are cleared when their time is over, as many at a time as fit into a head',
    async (form) => {
      const site = await setUp()
      const ids = await idsOf(Date.now() - 3 * day, 700)
      const names = plant(site, (index) => forms[form]!(ids[index]!))
      const left = () => names.filter((name) => site.browser.jar.cookies.has(name))
      for (let turn = 0; turn < 40 && left().length > 0; turn++) {
        for (const path of ['/page', '/add']) {
          const response = await site.browser.request(path)
          expect(response.status).toBe(200)
          expect(flashBytes(response)).toBeLessThan(headLimit)
        }
        for (const response of await visit(site)) {
          expect(flashBytes(response)).toBeLessThan(headLimit)
        }
      }
      expect(left()).toEqual([])
    },
  )

  test('do not hide a message of ours that waits among them', async () => {
    const site = await setUp()
    await site.browser.request('/add')
    const ids = await idsOf(Date.now() - 3 * day, 700)
    plant(site, (index) => `flash-${ids[index]!}=1`)
    const response = await site.browser.request('/page')
    expect(await response.json()).toEqual(['Hello'])
    expect(flashBytes(response)).toBeLessThan(headLimit)
    expect(await (await site.browser.request('/page')).json()).toEqual([])
  })

  test('are not taken for boxes, and what is set or cleared fits into a head', async () => {
    const site = await setUp({ storage: storeStorage({ store: memoryStore() }) })
    plant(site, (index) => `flashbox-${String(index).padStart(22, '-')}=1.${signature}`)
    for (let turn = 0; turn < 3; turn++) {
      for (const response of await visit(site)) {
        expect(response.status).toBe(200)
        expect(flashBytes(response)).toBeLessThan(headLimit)
      }
      expect(flashBytes(await site.browser.request('/add'))).toBeLessThan(headLimit)
    }
  })
})

describe('a cookie of another app whose name begins as ours do', () => {
  const names = [
    'flash',
    'flash-',
    'flash-sale',
    'flash-a',
    'flash-sale.1',
    'flash-banner-dismissed-in-spring',
    `flash-${'x'.repeat(21)}`,
    `flash-${'x'.repeat(23)}`,
    `flash-${'!'.repeat(22)}`,
    'flash-toString',
    'flashback-2019',
    'Flash-sale',
    '__Host-flash-sale',
    '__Secure-flash-sale',
  ]

  test.each(names)('%s is never set, cleared or refused', async (name) => {
    const site = await setUp()
    site.browser.jar.store(`${name}=1`)
    await site.browser.request('/add')
    const first = await site.browser.request('/page')
    expect(await first.json()).toEqual(['Hello'])
    const lines = [first, ...(await visit(site))].flatMap(({ headers }) => headers.getSetCookie())
    expect(lines.filter((line) => line.startsWith(`${name}=`))).toEqual([])
    expect(site.browser.jar.cookies.get(name)).toBe('1')
    expect(site.heard.filter((line) => line.startsWith('refused'))).toEqual([])
  })

  test('that has as many characters as an id is ignored, and never cleared', async () => {
    const site = await setUp()
    const name = 'flash-announcement-dismissed'
    site.browser.jar.store(`${name}=1`)
    const lines = (await visit(site)).flatMap(({ headers }) => headers.getSetCookie())
    expect(lines).toEqual([])
    expect(site.browser.jar.cookies.get(name)).toBe('1')
  })

  test('a thousand of them cost no line of a head', async () => {
    const site = await setUp()
    const planted = plant(site, (index) => `flash-${index}=1`)
    expect(planted.length).toBeGreaterThan(1_000)
    for (const response of await visit(site)) {
      expect(response.headers.getSetCookie()).toEqual([])
    }
    expect(planted.filter((name) => !site.browser.jar.cookies.has(name))).toEqual([])
  })
})
