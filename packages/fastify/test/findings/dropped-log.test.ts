import { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import flashpost, { cookieStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import type { DropReason, FlashpostOptions } from '@flashpost/fastify'
import Fastify from 'fastify'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { browse, secret } from '../support.ts'
import { listenToLog, saysDropped } from './support-2.ts'

afterEach(() => void vi.useRealTimers())

/** An app whose log is read at a level, Fastify's own if none is given, and whose drops are heard. */
async function setUp(options: Partial<FlashpostOptions> = {}, level?: string) {
  const log = listenToLog()
  const app = Fastify({ logger: { stream: log, ...(level !== undefined && { level }) } })
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(flashpost, {
    secret,
    user: ({ headers }) => (headers['x-user'] as string | undefined) ?? null,
    ...options,
  })
  app.get<{ Querystring: { text?: string; key?: string } }>('/add', (request, reply) => {
    const { text = 'Hello', key } = request.query
    reply.flash.info(text, { ...(key !== undefined && { key }) })
    return {}
  })
  app.get('/fail', async (_request, reply) => {
    reply.flash.info('Hello')
    throw new Error('no')
  })
  app.get('/page', (request) => request.messages.read())
  app.get('/clear', async (request) => {
    await request.messages.clear()
    return {}
  })
  app.get('/hijack', (_request, reply) => {
    reply.hijack()
    reply.flash.info('Hello')
    reply.raw.end('by hand')
  })
  app.get('/late', (_request, reply) =>
    reply.send(
      Readable.from(
        (async function* () {
          yield 'one '
          reply.flash.info('Hello')
          yield 'two'
        })(),
      ),
    ),
  )
  const dropped: { id: string; reason: DropReason }[] = []
  app.flashpost.on('dropped', ({ message, reason }) => dropped.push({ id: message.id, reason }))
  const browser = await browse(app)

  /** The lines of the log that name a message that was dropped. */
  const linesOf = (id: string) => log.lines.filter((line) => JSON.stringify(line).includes(id))
  return { app, browser, dropped, linesOf, log }
}

type Site = Awaited<ReturnType<typeof setUp>>

interface Case {
  readonly options?: () => Partial<FlashpostOptions>
  readonly happen: (site: Site) => Promise<unknown>
}

const as = (user: string) => ({ headers: { 'x-user': user } })

const lost: Readonly<Partial<Record<DropReason, Case>>> = {
  full: {
    options: () => ({ storage: storeStorage({ store: memoryStore(), limit: 1 }) }),
    happen: async ({ browser }) => {
      await browser.request('/add')
      await browser.request('/add?text=One+too+many')
    },
  },
  owner: {
    happen: async ({ browser }) => {
      await browser.request('/add', as('ada'))
      await browser.request('/page', as('bob'))
    },
  },
  expired: {
    options: () => ({ maxAge: 60 }),
    happen: async ({ browser }) => {
      vi.useFakeTimers({ toFake: ['Date'] })
      await browser.request('/add')
      vi.setSystemTime(Date.now() + 86_400_000)
      await browser.request('/page')
    },
  },
  failed: { happen: ({ browser }) => browser.request('/fail') },
  hijacked: { happen: async ({ browser }) => (await browser.request('/hijack')).text() },
  late: { happen: async ({ browser }) => (await browser.request('/late')).text() },
}

const meant: Readonly<Partial<Record<DropReason, Case>>> = {
  replaced: {
    happen: async ({ browser }) => {
      await browser.request('/add?key=import')
      await browser.request('/add?key=import&text=Done')
    },
  },
  cleared: {
    happen: async ({ browser }) => {
      await browser.request('/add')
      await browser.request('/clear')
    },
  },
}

const reasonsOf = (cases: Readonly<Partial<Record<DropReason, Case>>>) =>
  Object.entries(cases) as [DropReason, Case][]

describe('at the default level, the log', () => {
  test.each(reasonsOf(lost))('warns once of a message that is lost: %s', async (reason, each) => {
    const site = await setUp(each.options?.())
    await each.happen(site)
    await vi.waitFor(() => expect(site.dropped).toEqual([expect.objectContaining({ reason })]))
    const lines = site.linesOf(site.dropped[0]!.id)
    expect(lines.map(({ level }) => level)).toEqual([40])
    expect(JSON.stringify(lines[0])).toMatch(new RegExp(`\\b${reason}\\b`))
    // The line belongs to its request, as every line of Fastify's does.
    expect(lines[0]).toHaveProperty('reqId')
  })

  test.each(reasonsOf(meant))('says nothing of a message that is %s', async (reason, each) => {
    const site = await setUp(each.options?.())
    await each.happen(site)
    await vi.waitFor(() => expect(site.dropped).toEqual([expect.objectContaining({ reason })]))
    expect(site.linesOf(site.dropped[0]!.id)).toEqual([])
  })

  test('warns of each of several messages that are lost', async () => {
    const site = await setUp({ storage: storeStorage({ store: memoryStore(), limit: 1 }) })
    for (const text of ['one', 'two', 'three']) await site.browser.request(`/add?text=${text}`)
    expect(site.dropped).toHaveLength(2)
    for (const { id } of site.dropped) expect(site.linesOf(id)).toHaveLength(1)
  })

  test('warns where nobody listens to the signal', async () => {
    const log = listenToLog()
    const app = Fastify({ logger: { stream: log } })
    onTestFinished(() => app.close())
    await app.register(cookie)
    await app.register(flashpost, { secret, storage: cookieStorage({ budget: 1 }) })
    app.get('/add', (_request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    await (await browse(app)).request('/add')
    const warnings = log.lines.filter(({ level }) => level === 40)
    expect(warnings.map((line) => JSON.stringify(line))).toEqual([
      expect.stringMatching(/\bfull\b/),
    ])
  })

  test('says nothing where all is well', async () => {
    const site = await setUp()
    await site.browser.request('/add')
    await site.browser.sdk('/add')
    await site.browser.request('/page')
    expect(site.log.lines.filter(({ level }) => level > 30)).toEqual([])
  })
})

test.each(reasonsOf(meant))(
  'at the level debug, the log tells that a message is %s',
  async (reason, each) => {
    const site = await setUp(each.options?.(), 'debug')
    await each.happen(site)
    await vi.waitFor(() => expect(site.dropped).toEqual([expect.objectContaining({ reason })]))
    const lines = site.linesOf(site.dropped[0]!.id).map((line) => JSON.stringify(line))
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`"level":20.*\\b${reason}\\b`)))
  },
)

test('a message that no storage holds and no header takes is told to the client by a flag', async () => {
  const site = await setUp({ storage: cookieStorage({ budget: 1 }) })
  const response = await site.browser.sdk(`/add?text=${'x'.repeat(9_000)}`)
  expect(site.dropped).toEqual([expect.objectContaining({ reason: 'full' })])
  expect(saysDropped(response)).toBe(true)
  expect(site.linesOf(site.dropped[0]!.id).map(({ level }) => level)).toEqual([40])
})
