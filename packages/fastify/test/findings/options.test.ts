// What is wrong is said when the app starts, by the option's name: not at the first message, by a 500 or a loss.
import cookie from '@fastify/cookie'
import flashpost, {
  cookieStorage,
  fallbackStorage,
  memoryStore,
  sessionStorage,
  storeStorage,
} from '@flashpost/fastify'
import type { FlashError, FlashpostOptions, FlashStorage } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { browse, createApp, inHeader, secret, texts } from '../support.ts'

/** Options as an app in JavaScript, or an environment variable, would give them. */
type Given = Readonly<Record<string, unknown>>

/** Registers Flashpost, and gives back the error that kept the app from its start. */
async function start(make: () => Given, prefix = ''): Promise<Partial<FlashError> | undefined> {
  const app = Fastify()
  onTestFinished(() => app.close())
  try {
    await app.register(cookie)
    const options = { secret, ...make() } as unknown as FlashpostOptions
    await app.register((scope) => scope.register(flashpost, options), { prefix })
    await app.ready()
  } catch (error) {
    return error as Partial<FlashError>
  }
  return undefined
}

const store = memoryStore()
const storage = cookieStorage()
const own = { name: 'own', read: () => [], add: () => [], remove: () => undefined }

const refused: Readonly<Record<string, () => Given>> = {
  'maxAge of Infinity': () => ({ maxAge: Infinity }),
  'maxAge of half a second': () => ({ maxAge: 0.5 }),
  'maxAge that is not whole': () => ({ maxAge: 60.5 }),
  'maxAge of nothing': () => ({ maxAge: 0 }),
  'maxAge below nothing': () => ({ maxAge: -60 }),
  'maxAge that is no number': () => ({ maxAge: Number.NaN }),
  'maxAge of null': () => ({ maxAge: null }),
  'maxAge that is a text': () => ({ maxAge: '60' }),
  'maxAge of over 400 days': () => ({ maxAge: 34_560_001 }),
  'maxAge in milliseconds': () => ({ maxAge: 86_400_000 }),
  'a storage that was not called': () => ({ storage: cookieStorage }),
  'a storage by its name': () => ({ storage: 'cookie' }),
  'a storage of null': () => ({ storage: null }),
  'a storage of false': () => ({ storage: false }),
  'a storage of nothing': () => ({ storage: {} }),
  'a list of storages': () => ({ storage: [cookieStorage()] }),
  'a promise of a storage': () => ({ storage: Promise.resolve(cookieStorage()) }),
  'a storage without a name': () => ({ storage: { ...own, name: undefined } }),
  'a storage whose name is empty': () => ({ storage: { ...own, name: '' } }),
  'a storage without read': () => ({ storage: { ...own, read: undefined } }),
  'a storage without add': () => ({ storage: { ...own, add: undefined } }),
  'a storage without remove': () => ({ storage: { ...own, remove: undefined } }),
  'a storage whose add is no function': () => ({ storage: { ...own, add: true } }),
  'a storage whose mayHold is no function': () => ({ storage: { ...own, mayHold: true } }),
  'a fallback of a storage that was not called': () => ({
    storage: fallbackStorage([cookieStorage, sessionStorage()] as unknown as FlashStorage[]),
  }),
  'a fallback of nothing': () => ({ storage: fallbackStorage([]) }),
  'a fallback without a list': () => ({ storage: fallbackStorage(storage as never) }),
  'a fallback of several arguments': () => ({
    storage: (fallbackStorage as (...all: unknown[]) => FlashStorage)(storage, storage),
  }),
  'storeStorage without a store': () => ({ storage: storeStorage({} as never) }),
  'storeStorage without anything': () => ({ storage: (storeStorage as () => FlashStorage)() }),
  'storeStorage with a store of nothing': () => ({ storage: storeStorage({ store: {} as never }) }),
  'storeStorage with a store that was not called': () => ({
    storage: storeStorage({ store: memoryStore as never }),
  }),
  'storeStorage with the store itself': () => ({ storage: storeStorage(store as never) }),
  'a store without create': () => ({
    storage: storeStorage({ store: { ...store, create: undefined } as never }),
  }),
  'a store without add': () => ({
    storage: storeStorage({ store: { ...store, add: undefined } as never }),
  }),
  'a store without read': () => ({
    storage: storeStorage({ store: { ...store, read: undefined } as never }),
  }),
  'a store without remove': () => ({
    storage: storeStorage({ store: { ...store, remove: undefined } as never }),
  }),
  'a prefix outside of the path of the cookies': () => ({ cookie: { path: '/app' } }),
  'a prefix that only begins with the same letters': () => ({
    cookie: { path: '/app' },
    prefix: '/application/messages',
  }),
  'a prefix above the path of the cookies': () => ({
    cookie: { path: '/app/shop' },
    prefix: '/app/messages',
  }),
  'a prefix that is no text': () => ({ prefix: 7 }),
  'a prefix of null': () => ({ prefix: null }),
  'an empty prefix': () => ({ prefix: '' }),
}

/** What is no less a mistake, and as easy to make. */
const refusedAsWell: Readonly<Record<string, () => Given>> = {
  'a user that is no function': () => ({ user: 'ada' }),
  'a storageTimeout of nothing': () => ({ storageTimeout: 0 }),
  'a storageTimeout below nothing': () => ({ storageTimeout: -1 }),
  'a storageTimeout that is no number': () => ({ storageTimeout: Number.NaN }),
  'a storageTimeout of Infinity': () => ({ storageTimeout: Infinity }),
  'a storageTimeout that no timer holds': () => ({ storageTimeout: 2 ** 31 }),
  'a storageTimeout that is a text': () => ({ storageTimeout: '2s' }),
  'a limit below nothing': () => ({ limits: { text: -1 } }),
  'a limit that is no number': () => ({ limits: { json: Number.NaN } }),
  'a limit that is a text': () => ({ limits: { word: '200' } }),
  'a head of less than nothing': () => ({ limits: { head: -1 } }),
  'a head that is no number': () => ({ limits: { head: Number.NaN } }),
  'a cookie path without a slash': () => ({ cookie: { path: 'app' } }),
  'a sameSite that there is not': () => ({ cookie: { sameSite: 'loose' } }),
  'a sameSite that browsers take over https only, without it': () => ({
    cookie: { sameSite: 'none', secure: false },
  }),
  'a secure that is a text': () => ({ cookie: { secure: 'yes' } }),
  'a cookie name with a space': () => ({ storage: cookieStorage({ name: 'my flash' }) }),
  'a cookie name with an equals sign': () => ({ storage: cookieStorage({ name: 'a=b' }) }),
  'an empty cookie name': () => ({ storage: cookieStorage({ name: '' }) }),
  'a box name with a semicolon': () => ({ storage: storeStorage({ store, name: 'a;b' }) }),
  'a budget below nothing': () => ({ storage: cookieStorage({ budget: -1 }) }),
  'a budget that is no number': () => ({ storage: cookieStorage({ budget: Number.NaN }) }),
  'a box limit that is no number': () => ({ storage: storeStorage({ store, limit: Number.NaN }) }),
  'a box limit of nothing': () => ({ storage: storeStorage({ store, limit: 0 }) }),
  'a session limit below nothing': () => ({
    storage: fallbackStorage([storage, sessionStorage({ limit: -1 })]),
  }),
  'a store in memory with no room': () => ({
    storage: storeStorage({ store: memoryStore({ limit: 0 }) }),
  }),
  'a store in memory whose limit is no number': () => ({
    storage: storeStorage({ store: memoryStore({ limit: Number.NaN }) }),
  }),
}

describe('an app does not start, with FLASH_ERR_OPTION, with', () => {
  test.each(Object.keys(refused))('%s', async (title) => {
    expect(await start(refused[title]!)).toMatchObject({ code: 'FLASH_ERR_OPTION' })
  })

  test.each(Object.keys(refusedAsWell))('%s', async (title) => {
    expect(await start(refusedAsWell[title]!)).toMatchObject({ code: 'FLASH_ERR_OPTION' })
  })
})

test.each<[string, unknown]>([
  ['an empty one', ''],
  ['a number', 42],
  ['null', null],
  ['an object', {}],
  ['a Buffer, whose bytes are no text', Buffer.alloc(32)],
  ['a list with nothing in it', []],
  ['a list with a short one', [secret, 'short']],
  ['a list with none at its end', [secret, undefined]],
  ['a list in a list', [[secret]]],
])('an app does not start, with FLASH_ERR_SECRET, when its secret is %s', async (_, given) => {
  expect(await start(() => ({ secret: given }))).toMatchObject({ code: 'FLASH_ERR_SECRET' })
})

test.each<[string, () => Given, string?]>([
  ['maxAge of one second', () => ({ maxAge: 1 })],
  ['maxAge of 400 days', () => ({ maxAge: 34_560_000 })],
  ['a storage of its own with three methods', () => ({ storage: own })],
  ['a storage of its own that is made by a class', () => ({ storage: new OwnStorage() })],
  [
    'a store of its own that is made by a class',
    () => ({ storage: storeStorage({ store: new OwnStore() }) }),
  ],
  [
    'a prefix below the path of the cookies',
    () => ({ cookie: { path: '/app' }, prefix: '/app/messages' }),
  ],
  ['a path that ends with a slash', () => ({ cookie: { path: '/app/' }, prefix: '/app/messages' })],
  ['a scope whose own prefix is the path', () => ({ cookie: { path: '/app' } }), '/app'],
  ['the path as its prefix', () => ({ cookie: { path: '/messages' } })],
  ['a storageTimeout of one millisecond', () => ({ storageTimeout: 1 })],
])('an app starts with %s', async (_, make, prefix) => {
  expect(await start(make, prefix)).toBeUndefined()
})

class OwnStorage {
  readonly name = 'own'
  read() {
    return []
  }
  add() {
    return []
  }
  remove() {}
}

class OwnStore {
  create() {
    return false
  }
  add() {
    return false
  }
  read() {
    return undefined
  }
  remove() {
    return true
  }
}

test('an error names the option and its value, or what is missing', async () => {
  for (const [option, value, make] of [
    ['maxAge', 'Infinity', () => ({ maxAge: Infinity })],
    ['maxAge', '0.5', () => ({ maxAge: 0.5 })],
    ['storage', 'read', () => ({ storage: {} })],
    ['store', 'create', () => ({ storage: storeStorage({} as never) })],
    ['prefix', '/app', () => ({ cookie: { path: '/app' } })],
  ] as const) {
    const error = await start(make)
    expect(error?.message ?? '').toContain(option)
    expect(error?.message ?? '').toContain(value)
  }
})

describe('user() may answer', () => {
  /** An app whose user is what the header says, as JSON. */
  async function withUsers() {
    const user = ({ headers }: { headers: Record<string, unknown> }) =>
      JSON.parse((headers['x-user'] as string | undefined) ?? 'null') as never
    const app = await createApp({ user })
    app.get('/add', (_request, reply) => {
      reply.flash.info('Hello')
      return {}
    })
    app.get('/show', async (request) => texts(await request.messages.read()))
    const visitor = createVisitor(app)
    const as = (id: unknown, url: string) =>
      visitor.inject({ url, headers: { 'x-user': JSON.stringify(id) } })
    return { as }
  }

  test.each<[unknown, unknown]>([
    [7, 8],
    [0, 1],
    [-1, 1],
    [2 ** 53 - 1, 2 ** 53 - 3],
    ['ada', 'bob'],
  ])('%j: that user sees the message, and %j does not', async (one, other) => {
    const { as } = await withUsers()
    expect((await as(one, '/add')).statusCode).toBe(200)
    expect((await as(one, '/show')).json()).toEqual(['Hello'])
    await as(one, '/add')
    expect((await as(other, '/show')).json()).toEqual([])
    expect((await as(one, '/show')).json()).toEqual([])
  })

  test('a number or its digits, which are the same user', async () => {
    const { as } = await withUsers()
    await as(7, '/add')
    expect((await as('7', '/show')).json()).toEqual(['Hello'])
    await as('7', '/add')
    expect((await as(7, '/show')).json()).toEqual(['Hello'])
  })
})

test.each<[string, Partial<FlashStorage>]>([
  [
    'throws',
    {
      mayHold() {
        throw new Error('no connection')
      },
    },
  ],
  ['answers a promise that fails', { mayHold: (() => Promise.reject(new Error('no'))) as never }],
])('a mayHold that %s costs no answer and no message of another storage', async (_, members) => {
  const broken: FlashStorage = {
    ...own,
    name: 'broken',
    add: (__, messages) => messages,
    ...members,
  }
  const app = await createApp({ storage: fallbackStorage([broken, cookieStorage()]) })
  app.get('/add', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  app.get('/none', () => ({ fine: true }))
  const browser = await browse(app)
  await browser.request('/add')
  const response = await browser.sdk('/none')
  expect([response.status, await response.json()]).toEqual([200, { fine: true }])
  const [message] = inHeader(response)
  expect(message?.text).toBe('Hello')
  const ridden = await browser.sdk('/none', { used: message!.id })
  expect(ridden.status).toBe(200)
  expect((await browser.sdk('/messages')).status).toBe(200)
})
