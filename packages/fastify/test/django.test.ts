// The behaviour of django.contrib.messages, by the names of its own tests, and what it leaves undefined. Its 23 shared
// definitions run here for each of the three storages, as they do there.
import cookie from '@fastify/cookie'
import session from '@fastify/session'
import {
  cookieStorage,
  createLevels,
  fallbackStorage,
  flash,
  flashpost,
  levels,
  sessionStorage,
} from '@flashpost/fastify'
import { buildMessage, createIdGenerator } from '@flashpost/core/protocol'
import type { FlashpostOptions, FlashStorage, Level, Message } from '@flashpost/fastify'
import { assertMessages, createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { secret, texts } from './support.ts'

const storages: Record<string, () => FlashStorage> = {
  cookie: cookieStorage,
  session: sessionStorage,
  fallback: () => fallbackStorage([cookieStorage(), sessionStorage()]),
}

const levelNames = ['debug', 'info', 'success', 'warning', 'error'] as const

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown

/** An app whose routes are handlers by path, and a visitor of it. */
async function visit(routes: Record<string, Handler>, options: Partial<FlashpostOptions> = {}) {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(session, { secret, saveUninitialized: false, cookie: { secure: false } })
  await app.register(flashpost, { secret, ...options })
  for (const [url, handler] of Object.entries({ '/show': show, ...routes })) {
    app.all(url, async (request, reply) => (await handler(request, reply)) ?? {})
  }
  const visitor = createVisitor(app)
  const get = async (url: string) => (await visitor.inject(url)).json<Message[]>()
  const names = () => [...visitor.jar.cookies.keys()].map((name) => name.replace(/-.*/, ''))
  return { app, visitor, get, names }
}

const show: Handler = (request) => request.messages.read()

const addAll =
  (...texts_: string[]): Handler =>
  (_request, reply) => {
    for (const text of texts_) reply.flash.info(text)
    return reply.redirect('/show')
  }

/** Django's set of six: one of each level, and one at level 29. */
const addAllLevels: Handler = (_request, reply) => {
  for (const level of [...levelNames, 29]) reply.flash(level, `A ${level} message`)
}

describe.each(Object.keys(storages))('BaseTests with the %s storage', (name) => {
  const storage = () => storages[name]!()

  test('test_repr: the storage has a name', () => {
    expect(storage().name).toContain(name === 'fallback' ? 'cookie > session' : name)
  })

  test('test_add: an added message is pending at once', async () => {
    const { get } = await visit(
      {
        '/': async (request, reply) => {
          const before = await request.messages.peek()
          reply.flash.info('Test message 1')
          return [...before, ...(await request.messages.peek())]
        },
      },
      { storage: storage() },
    )
    assertMessages(await get('/'), ['Test message 1'])
  })

  test('test_add_lazy_translation: the text is made concrete when it is added', async () => {
    const { visitor } = await visit(
      { '/': addAll(String(new URL('https://example.com/lazy'))) },
      { storage: storage() },
    )
    await visitor.inject('/')
    assertMessages(await visitor.pending(), ['https://example.com/lazy'])
  })

  test('test_no_update: what adds nothing writes nothing', async () => {
    const { visitor } = await visit({ '/': () => ({}) }, { storage: storage() })
    expect((await visitor.inject('/')).headers).not.toHaveProperty('set-cookie')
    expect((await visitor.inject('/show')).headers).not.toHaveProperty('set-cookie')
  })

  test('test_add_update: the same text with other tags is another message', async () => {
    const { visitor } = await visit(
      {
        '/': (_request, reply) => {
          reply.flash.info('Test message 1')
          reply.flash.info('Test message 1', { extraTags: 'tag' })
        },
      },
      { storage: storage() },
    )
    await visitor.inject('/')
    assertMessages(await visitor.pending(), [{ extraTags: '' }, { extraTags: 'tag' }])
  })

  test('test_existing_add_read_update: what was there and what is added is read, and nothing is left', async () => {
    const { visitor, get } = await visit(
      {
        '/add': addAll('there'),
        '/': (request, reply) => {
          reply.flash.info('added')
          return request.messages.read()
        },
      },
      { storage: storage() },
    )
    await visitor.inject('/add')
    assertMessages(await get('/'), ['there', 'added'])
    assertMessages(await visitor.pending(), [])
  })

  test('test_existing_read_add_update: what is added after reading is kept, and that alone', async () => {
    const { visitor, get } = await visit(
      {
        '/add': addAll('there'),
        '/': async (request, reply) => {
          const messages = await request.messages.read()
          reply.flash.info('added')
          return messages
        },
      },
      { storage: storage() },
    )
    await visitor.inject('/add')
    assertMessages(await get('/'), ['there'])
    assertMessages(await visitor.pending(), ['added'])
  })

  test('test_full_request_response_cycle: a redirect brings every level, in order', async () => {
    const { visitor, get } = await visit(
      {
        '/': (_request, reply) => {
          for (const level of levelNames) reply.flash(level, `A ${level} message`)
          return reply.redirect('/show', 303)
        },
      },
      { storage: storage(), level: 'debug' },
    )
    expect((await visitor.inject({ method: 'POST', url: '/' })).statusCode).toBe(303)
    assertMessages(
      await get('/show'),
      levelNames.map((level) => ({ text: `A ${level} message`, levelTag: level })),
    )
    assertMessages(await get('/show'), [])
  })

  test('test_with_template_response: a page that is rendered after the handler shows them once', async () => {
    const { visitor, get } = await visit(
      {
        '/add': addAll('there'),
        '/late': (request) => setImmediateThen(() => request.messages.read()),
      },
      { storage: storage() },
    )
    await visitor.inject('/add')
    assertMessages(await get('/late'), ['there'])
    assertMessages(await get('/show'), [])
  })

  test('test_context_processor_message_levels: the numbers of the levels are at hand', async () => {
    const { app } = await visit({}, { storage: storage(), levels: { critical: 50 } })
    const numbers = app.flashpost.levels.names.map((each) => app.flashpost.levels.number(each))
    expect(numbers).toEqual([10, 20, 25, 30, 40, 50])
  })

  test('test_multiple_posts: several posts before a page add up, in order', async () => {
    const { visitor, get } = await visit(
      { '/a': addAll('one', 'two'), '/b': addAll('three') },
      { storage: storage() },
    )
    for (const url of ['/a', '/b', '/a']) await visitor.inject({ method: 'POST', url })
    assertMessages(await get('/show'), ['one', 'two', 'three', 'one', 'two'])
  })

  test('test_get and test_existing_read: reading can be repeated within a request', async () => {
    const { visitor, get } = await visit(
      {
        '/add': addAll('there'),
        '/': async (request) => [
          ...(await request.messages.read()),
          ...(await request.messages.read()),
        ],
      },
      { storage: storage() },
    )
    await visitor.inject('/add')
    assertMessages(await get('/'), ['there', 'there'])
  })

  test('test_existing_add: adding to what is there leaves it', async () => {
    const { visitor } = await visit(
      { '/a': addAll('there'), '/b': addAll('added') },
      { storage: storage() },
    )
    await visitor.inject('/a')
    await visitor.inject('/b')
    assertMessages(await visitor.pending(), ['there', 'added'])
  })

  test.each<[string, Level | undefined, number]>([
    ['test_default_level', undefined, 5],
    ['test_low_level', 5, 6],
    ['test_high_level', 30, 2],
    ['test_settings_level', 29, 3],
  ])('%s: with the level %s, %i of 6 are kept', async (_, level, kept) => {
    const { visitor } = await visit(
      { '/': addAllLevels },
      { storage: storage(), ...(level !== undefined && { level }) },
    )
    await visitor.inject('/')
    expect(await visitor.pending()).toHaveLength(kept)
  })

  test('test_tags and test_level_tag: extra tags come before the level tag, an unnamed level has none', async () => {
    const { visitor } = await visit(
      {
        '/': (_request, reply) => {
          reply.flash.info('A generic info message')
          reply.flash(29, 'A generic message')
          reply.flash.warning('A warning', { extraTags: 'tag' })
          reply.flash(29, 'Tagged', { extraTags: 'extra' })
        },
      },
      { storage: storage() },
    )
    await visitor.inject('/')
    assertMessages(await visitor.pending(), [
      { tags: 'info', levelTag: 'info' },
      { tags: '', levelTag: '' },
      { tags: 'tag warning', levelTag: 'warning' },
      { tags: 'extra', levelTag: '' },
    ])
  })

  test('test_custom_tags: tags are overridden, to the empty one and for an invented level too', async () => {
    const { visitor } = await visit(
      { '/': addAllLevels },
      {
        storage: storage(),
        level: 'debug',
        tags: { 20: 'info', 10: '', 29: 'custom', 30: 'bad', 40: 'very-bad' },
      },
    )
    await visitor.inject('/')
    const tags = (await visitor.pending()).map((message) => message.tags)
    expect(tags).toEqual(['', 'info', 'success', 'bad', 'very-bad', 'custom'])
  })
})

test('test_middleware_disabled, ApiTests.test_middleware_missing: without Flashpost there is a dedicated error', () => {
  const bare = {} as FastifyReply
  expect(() => flash(bare, 'info', 'Hello')).toThrow(
    expect.objectContaining({ code: 'FLASH_ERR_NOT_REGISTERED' }),
  )
})

test('test_middleware_disabled_fail_silently, ApiTests.test_middleware_missing_silently: or none', () => {
  expect(() => flash({} as FastifyReply, 'info', 'Hello', { failSilently: true })).not.toThrow()
})

test('ApiTests.test_ok, test_request_is_none: the helper adds, and wants a reply', async () => {
  const { visitor } = await visit(
    { '/': (_request, reply) => flash(reply, 'debug', 'Hello', {}) },
    { level: 'debug' },
  )
  await visitor.inject('/')
  assertMessages(await visitor.pending(), ['Hello'])
  expect(() => flash(undefined as never, 'info', 'Hello')).toThrow(TypeError)
})

test('MiddlewareTests.test_response_without_messages: an answer that never met messages is fine', async () => {
  const { visitor } = await visit({ '/': () => ({}) })
  expect((await visitor.inject('/')).statusCode).toBe(200)
  expect((await visitor.inject('/nowhere')).statusCode).toBe(404)
})

describe('CookieTests', () => {
  test('test_max_cookie_length: what does not fit is reported back, whole; Django drops the oldest', async () => {
    const { app, visitor } = await visit(
      { '/': addAll(...Array.from({ length: 5 }, (_, index) => `${index}${'x'.repeat(430)}`)) },
      { storage: cookieStorage({ budget: 2_048 }) },
    )
    const dropped: string[] = []
    app.flashpost.on('dropped', ({ message, reason }) =>
      dropped.push(`${message.text[0]} ${reason}`),
    )
    await visitor.inject('/')
    expect(texts(await visitor.pending()).map((text) => text[0])).toEqual(['0', '1', '2', '3'])
    expect(dropped).toEqual(['4 full'])
  })

  test('test_message_rfc6265: the value holds nothing that a cookie may not', async () => {
    const { visitor } = await visit({ '/': addAll('\\\\,";é😀 \n') }, { storage: cookieStorage() })
    await visitor.inject('/')
    expect([...visitor.jar.cookies.values()][0]).toMatch(
      /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/,
    )
  })

  test('test_json_encoder_decoder: nested structures come back exactly', async () => {
    const data = [{ message: ['Test', { deep: [1, null, true] }] }, 'message %s']
    const { visitor } = await visit({
      '/': (_request, reply) => reply.flash.info('Nested', { data }),
    })
    await visitor.inject('/')
    assertMessages(await visitor.pending(), [{ data }])
  })

  test('test_safedata: there is no safe text; text stays text', async () => {
    const { visitor } = await visit({ '/': addAll('<b>Hello Django!</b>') })
    await visitor.inject('/')
    assertMessages(await visitor.pending(), ['<b>Hello Django!</b>'])
  })

  test.each(['', undefined, 'some tags'])(
    'test_extra_tags: %j comes back exactly',
    async (extraTags) => {
      const { visitor } = await visit({
        '/': (_request, reply) => reply.flash.info('Tagged', { extraTags }),
      })
      await visitor.inject('/')
      assertMessages(await visitor.pending(), [{ extraTags: extraTags ?? '' }])
    },
  )

  test.each([
    ['test_bisect_keep_left', [2_000, 10], ['1']],
    ['test_bisect_keep_right', [10, 2_000], ['0']],
  ])('BisectTests.%s: whichever fits is kept', async (_, lengths, kept) => {
    const { visitor } = await visit(
      { '/': addAll(...lengths.map((length, index) => `${index}${'x'.repeat(length)}`)) },
      { storage: cookieStorage({ budget: 2_048 }) },
    )
    await visitor.inject('/')
    expect(texts(await visitor.pending()).map((text) => text[0])).toEqual(kept)
  })
})

describe('FallbackTests', () => {
  const storage = storages['fallback']!
  const giant = 'x'.repeat(5_000)

  test('test_get, test_no_fallback: what fits into cookies never touches the session', async () => {
    const { visitor, names } = await visit({ '/': addAll('one', 'two') }, { storage: storage() })
    await visitor.inject('/')
    expect(names()).toEqual(['flash'])
    assertMessages(await visitor.pending(), ['one', 'two'])
  })

  test('test_get_empty: nothing never touches the session', async () => {
    const { visitor, names, get } = await visit({}, { storage: storage() })
    expect(await get('/show')).toEqual([])
    expect(await visitor.pending()).toEqual([])
    expect(names()).toEqual([])
  })

  test('test_get_fallback, test_session_fallback: four in cookies and one in the session come in order', async () => {
    const { visitor, names } = await visit(
      { '/': addAll('one', 'two', giant, 'three', 'four') },
      { storage: storage() },
    )
    await visitor.inject('/')
    expect(names().toSorted()).toEqual(['flash', 'sessionId'])
    assertMessages(await visitor.pending(), ['one', 'two', giant, 'three', 'four'])
  })

  test('test_get_fallback_only, test_session_fallback_only: one giant message is in the session only', async () => {
    const { visitor, names } = await visit({ '/': addAll(giant) }, { storage: storage() })
    await visitor.inject('/')
    expect(names()).toEqual(['sessionId'])
    assertMessages(await visitor.pending(), [giant])
  })

  test('test_flush_used_backends: reading empties the part in the session', async () => {
    const { visitor, get } = await visit({ '/': addAll(giant, 'one') }, { storage: storage() })
    await visitor.inject('/')
    assertMessages(await get('/show'), [giant, 'one'])
    assertMessages(await get('/show'), [])
  })
})

test('SessionTests.test_no_session: a session storage alone wants a session plugin, and says so', async () => {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  await expect(async () => {
    await app.register(flashpost, { secret, storage: sessionStorage() })
    await app.ready()
  }).rejects.toThrow(/@fastify\/session/)
})

test('MessageTests.test_eq: two messages are never the same one; their ids tell them apart', () => {
  const nextId = createIdGenerator({ now: () => 1, fill: (bytes) => crypto.getRandomValues(bytes) })
  const make = () =>
    buildMessage({ id: nextId(), level: levels.info, levelTag: 'info', text: 'Hello' })
  expect(make()).not.toEqual(make())
})

test('TestLevelTags.test_override_settings_level_tags, test_lazy: each app has its own tags', () => {
  const [one, two] = [createLevels({ tags: { 20: 'notice' } }), createLevels()]
  expect([one.tag(20), two.tag(20), one.tag(25)]).toEqual(['notice', 'info', 'success'])
})

/** Lets the handler return before the page is made. */
function setImmediateThen(then: () => unknown): Promise<unknown> {
  return new Promise((resolve) => {
    setImmediate(() => {
      resolve(then())
    })
  })
}
