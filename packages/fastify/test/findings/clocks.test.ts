// The clocks of an app's processes differ by up to two minutes, and a browser may be answered by any of them.
import { cookieStorage, memoryStore, sqliteStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions, FlashStorage } from '@flashpost/fastify'
import { createCookieJar, createVisitor } from '@flashpost/fastify/testing'
import type { Visitor } from '@flashpost/fastify/testing'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp, listen, texts } from '../support.ts'

const now = Date.UTC(2026, 6, 1)
const setClock = (offset: number) => vi.setSystemTime(now + offset * 1_000)

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now }))
afterEach(() => void vi.useRealTimers())

const storages: Readonly<Record<string, () => FlashStorage>> = {
  'a cookie': () => cookieStorage(),
  'a store in memory': () => storeStorage({ store: memoryStore() }),
  'a store in SQLite': () => storeStorage({ store: sqliteStore(new DatabaseSync(':memory:')) }),
}

/** Two processes, the first of whose clocks is off by so many seconds, and one browser. */
async function setUp(kind: string, offset: number, options: Partial<FlashpostOptions> = {}) {
  const storage = storages[kind]!()
  const jar = createCookieJar()
  const apps = [await createApp({ storage, ...options }), await createApp({ storage, ...options })]
  const heard = apps.flatMap((app) => {
    app.get('/add', (_request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    app.get('/none', () => ({}))
    app.get('/page', async (request) => texts(await request.messages.read()))
    return [listen(app)]
  })
  const [early, right] = apps.map((app) => createVisitor(app, jar)) as [Visitor, Visitor]

  /** Asks the process whose clock is off, or the other one `after` seconds later. */
  const skewed = (url: string, tab?: string) => {
    setClock(offset)
    return early.inject({ url, headers: clientOf(tab) })
  }
  const punctual = (url: string, tab?: string, after = 0) => {
    setClock(after)
    return right.inject({ url, headers: clientOf(tab) })
  }
  const dropped = () => heard.flat().filter((line) => line.startsWith('dropped'))
  return { skewed, punctual, dropped, jar }
}

const clientOf = (tab?: string) => (tab === undefined ? {} : { 'flash-client': `v=1; tab=${tab}` })

const bodyOf = (response: { json: () => unknown }) =>
  texts((response.json() as { messages: [] }).messages)

describe.each(Object.keys(storages))('with messages in %s,', (kind) => {
  test.each([15, 60, 110])(
    'a message that a clock %d s ahead has made may go to any tab',
    async (offset) => {
      const { skewed, punctual } = await setUp(kind, offset)
      await skewed('/add', 'tab-a')
      expect(bodyOf(await punctual('/messages', 'tab-b'))).toEqual(['Hello'])
      const { headers } = await punctual('/none', 'tab-b')
      expect(String(headers['flash-messages'])).toContain('Hello')
    },
  )

  test.each([15, 60, 110])('so may one that a clock %d s behind has made', async (behind) => {
    const { skewed, punctual } = await setUp(kind, -behind)
    await skewed('/add', 'tab-a')
    expect(bodyOf(await punctual('/messages', 'tab-b'))).toEqual(['Hello'])
  })

  test('within one process a tab is still waited for during ten seconds', async () => {
    const { skewed, punctual } = await setUp(kind, 0)
    await skewed('/add', 'tab-a')
    expect(bodyOf(await punctual('/messages', 'tab-b', 9))).toEqual([])
    expect(bodyOf(await punctual('/messages', 'tab-a', 9))).toEqual(['Hello'])
    expect(bodyOf(await punctual('/messages', 'tab-b', 10))).toEqual(['Hello'])
  })

  test.each([90, -90, 110, -110])(
    'a message of a clock that is %d s off is not over at once where maxAge is 60',
    async (offset) => {
      const { skewed, punctual, dropped } = await setUp(kind, offset, { maxAge: 60 })
      await skewed('/add')
      expect((await punctual('/page')).json()).toEqual(['Hello'])
      expect((await punctual('/page')).json()).toEqual([])
      expect(dropped()).toEqual([])
    },
  )

  test.each([90, -90])(
    'nor is it for the client, with a clock that is %d s off',
    async (offset) => {
      const { skewed, punctual, dropped } = await setUp(kind, offset, { maxAge: 60 })
      await skewed('/add')
      const { headers } = await punctual('/none', 'tab-a', 5)
      expect(String(headers['flash-messages'])).toContain('Hello')
      expect(dropped()).toEqual([])
    },
  )

  test('a message does end: maxAge and the tolerance of two minutes after it was made', async () => {
    const { skewed, punctual } = await setUp(kind, 0, { maxAge: 60 })
    await skewed('/add')
    expect((await punctual('/page', undefined, 60 + 121)).json()).toEqual([])
  })
})
