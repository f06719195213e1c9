import { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import flashpost, { cookieStorage, flash, memoryStore, storeStorage } from '@flashpost/fastify'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { browse, listen, secret, texts } from '../support.ts'
import { listenToLog } from './support-2.ts'

type Register = (app: FastifyInstance) => unknown

/** An app with a page, whose log and signals are heard, and a browser. */
async function setUp({
  before = () => {},
  after = () => {},
  storage = cookieStorage(),
}: {
  readonly before?: Register
  readonly after?: Register
  readonly storage?: ReturnType<typeof cookieStorage>
}) {
  const log = listenToLog()
  const app = Fastify({ logger: { stream: log } })
  onTestFinished(() => app.close())
  await app.register(cookie)
  await before(app)
  await app.register(flashpost, { secret, storage })
  await after(app)
  app.get('/wait', (_request, reply) => {
    reply.flash.info('Waiting')
    return {}
  })
  app.get('/page', async (request) => texts(await request.messages.read()))
  const heard = listen(app)
  const browser = await browse(app)
  const shown = async () => (await (await browser.request('/page')).json()) as string[]
  return {
    app,
    browser,
    heard,
    shown,
    warnings: () => log.lines.filter(({ level }) => level === 40),
  }
}

/** A promise that work which runs after the answer fulfils. */
function afterwards() {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  return { promise, run: (work: () => unknown) => void setImmediate(() => resolve(work())) }
}

const storages = [
  ['in cookies', () => cookieStorage()],
  ['in a store', () => storeStorage({ store: memoryStore() })],
] as const

describe.each(storages)('after the answer has left, a message that would wait %s', (_, storage) => {
  /** Each has its own way to be late. Nothing has touched Flashpost before. */
  const ways: Record<string, (app: FastifyInstance, late: (reply: FastifyReply) => void) => void> =
    {
      'in a task after the answer': (app, late) => {
        app.get('/late', (_request, reply) => {
          reply.raw.once('close', () => late(reply))
          return {}
        })
      },
      'in a timer that fires after the answer': (app, late) => {
        app.get('/late', (_request, reply) => {
          reply.raw.once('finish', () => setTimeout(() => late(reply), 0))
          return {}
        })
      },
      'in an onResponse hook': (app, late) => {
        app.addHook('onResponse', async (request, reply) => {
          if (request.url === '/late') late(reply)
        })
        app.get('/late', () => ({}))
      },
      'after it has awaited reply.send()': (app, late) => {
        app.get('/late', async (_request, reply) => {
          await reply.send({})
          late(reply)
          return reply
        })
      },
      'while its stream runs': (app, late) => {
        app.get('/late', (_request, reply) =>
          reply.send(
            Readable.from(
              (async function* () {
                yield 'one '
                late(reply)
                yield 'two'
              })(),
            ),
          ),
        )
      },
      'of an answer that read messages': (app, late) => {
        app.get('/late', async (request, reply) => {
          await request.messages.read()
          reply.raw.once('close', () => late(reply))
          return {}
        })
      },
      'of an answer that added messages': (app, late) => {
        app.get('/late', (_request, reply) => {
          reply.flash.info('In time')
          reply.raw.once('close', () => late(reply))
          return {}
        })
      },
      'of a redirect': (app, late) => {
        app.get('/late', (_request, reply) => {
          reply.raw.once('close', () => late(reply))
          return reply.redirect('/page')
        })
      },
      'of a request that failed': (app, late) => {
        app.get('/late', async (_request, reply) => {
          reply.raw.once('close', () => late(reply))
          throw new Error('no')
        })
      },
    }

  test.each(Object.keys(ways))('is dropped with the reason `late`: %s', async (way) => {
    const added = Promise.withResolvers<void>()
    const site = await setUp({
      storage: storage(),
      after: (app) =>
        ways[way]!(app, (reply) => {
          try {
            reply.flash.warning('Late')
            added.resolve()
          } catch (error) {
            added.reject(error)
          }
        }),
    })
    await (await site.browser.request('/late')).text()
    await added.promise
    await vi.waitFor(() => expect(drops(site.heard)).toEqual(['dropped Late: late']))
    expect(await site.shown()).not.toContain('Late')
    expect(drops(site.heard)).toEqual(['dropped Late: late'])
    expect(site.warnings().map((line) => JSON.stringify(line))).toEqual([
      expect.stringMatching(/\blate\b/),
    ])
  })
})

const drops = (heard: readonly string[]) => heard.filter((line) => line.startsWith('dropped'))

test('a plugin that adds late by `flash(reply, …)` hears of it as well', async () => {
  const { promise, run } = afterwards()
  const site = await setUp({
    after: (app) =>
      app.get('/late', (_request, reply) => {
        reply.raw.once('close', () => run(() => flash(reply, 'info', 'Late')))
        return {}
      }),
  })
  await site.browser.request('/late')
  await promise
  await vi.waitFor(() => expect(drops(site.heard)).toEqual(['dropped Late: late']))
})

describe('between reply.send() and the head', () => {
  const either = ['Hello', 'dropped Hello: late']
  const slow = (app: FastifyInstance) =>
    app.addHook('onSend', async () => {
      await new Promise((resolve) => setImmediate(resolve))
    })
  const adding = (app: FastifyInstance) =>
    app.get('/add', (_request, reply) => {
      void reply.send({})
      reply.flash.info('Hello')
    })

  test.each([
    { title: 'no other hook', before: () => {} },
    { title: 'an asynchronous onSend hook before Flashpost', before: slow },
  ])('a message is kept or dropped with the reason `late`, with $title', async ({ before }) => {
    expect(either).toContain(await outcome(await setUp({ before, after: adding })))
  })

  test('a message is kept or dropped with the reason `late`, with an asynchronous onSend hook after Flashpost', async () => {
    const site = await setUp({
      after: (app) => {
        slow(app)
        adding(app)
      },
    })
    expect(either).toContain(await outcome(site))
  })

  test('a message is kept or dropped with the reason `late` where a storage takes its time', async () => {
    const store = memoryStore()
    const slowStore = {
      ...store,
      create: async (...parameters: Parameters<typeof store.create>) => {
        await new Promise((resolve) => setImmediate(resolve))
        return store.create(...parameters)
      },
    }
    const site = await setUp({ storage: storeStorage({ store: slowStore }), after: adding })
    expect(either).toContain(await outcome(site))
  })

  /** What the next pages show and what is said: a message that is kept is shown once. */
  async function outcome(site: Awaited<ReturnType<typeof setUp>>) {
    await site.browser.request('/add')
    const shown = [...(await site.shown()), ...(await site.shown())]
    return [...shown, ...drops(site.heard)].join()
  }
})

test('a message of an answer that the app has hijacked is dropped with the reason `hijacked`', async () => {
  const site = await setUp({
    after: (app) =>
      app.get('/raw', (_request, reply) => {
        reply.hijack()
        reply.flash.info('Hello')
        reply.raw.end('by hand')
      }),
  })
  await (await site.browser.request('/raw')).text()
  await vi.waitFor(() => expect(drops(site.heard)).toEqual(['dropped Hello: hijacked']))
  expect(await site.shown()).toEqual([])
})

describe('after the answer has left', () => {
  async function lately(work: (request: FastifyRequest) => unknown) {
    const { promise, run } = afterwards()
    const site = await setUp({
      after: (app) =>
        app.get('/late', (request, reply) => {
          reply.raw.once('close', () => run(() => work(request)))
          return {}
        }),
    })
    await site.browser.request('/wait')
    await site.browser.request('/late')
    await promise
    return site
  }

  test('clear() drops nothing, says so in the log, and the message still waits', async () => {
    const site = await lately((request) => request.messages.clear())
    expect(drops(site.heard)).toEqual([])
    expect(site.warnings()).toHaveLength(1)
    expect(await site.shown()).toEqual(['Waiting'])
  })

  test('read() yields nothing, says so in the log, and the message still waits', async () => {
    let found: unknown
    const site = await lately(async (request) => {
      found = await request.messages.read()
    })
    expect(found).toEqual([])
    expect(site.warnings()).toHaveLength(1)
    expect(await site.shown()).toEqual(['Waiting'])
    expect(await site.shown()).toEqual([])
  })

  test('peek() and script() hand out nothing that would stand in a page that caches may keep', async () => {
    const found: string[] = []
    const site = await lately(async (request) => {
      found.push(...texts(await request.messages.peek()))
      found.push(await request.messages.script())
    })
    expect(found.join()).not.toContain('Waiting')
    expect(await site.shown()).toEqual(['Waiting'])
  })
})
