import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  cookieStorage,
  fallbackStorage,
  memoryStore,
  postgresStore,
  sqliteStore,
  storeStorage,
} from '@flashpost/fastify'
import type { FlashpostOptions, FlashStorage, MessageStore } from '@flashpost/fastify'
import { assertMessages, createVisitor } from '@flashpost/fastify/testing'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { browse, createApp, inHeader, listen, secret, texts } from './support.ts'

const lines = (...ids: string[]) => new Map(ids.map((id) => [id, `line of ${id}`]))
const soon = () => Date.now() + 60_000

async function createFlashing(
  store: MessageStore,
  options: Partial<FlashpostOptions> = {},
): Promise<FastifyInstance> {
  const app = await createApp({
    storage: storeStorage({ store }),
    user: ({ headers }) => headers['x-user']?.toString(),
    ...options,
  })
  app.get<{ Querystring: { text?: string } }>('/add', (request, reply) => {
    reply.flash.info(request.query.text ?? 'Hello')
    return {}
  })
  app.get('/show', (request) => request.messages.read())
  app.get('/none', () => ({}))
  return app
}

/** Has cookies a name that nobody but this host can set. */
const secure = { secure: true }

const names = ({ jar }: ReturnType<typeof createVisitor>) => [...jar.cookies.keys()]

/** A store that counts what it is asked. */
function counting(store: MessageStore) {
  const calls: string[] = []
  const counted = new Proxy(store, {
    get(target, name: keyof MessageStore) {
      return (...args: never[]) => {
        calls.push(name)
        return (target[name] as (...all: never[]) => unknown)(...args)
      }
    },
  })
  return { calls, store: counted }
}

afterEach(() => void vi.useRealTimers())

describe('the cookie of a box', () => {
  test('is the only one, is signed and says nothing of the messages', async () => {
    const visitor = createVisitor(await createFlashing(memoryStore(), { cookie: secure }))
    const { cookies } = await visitor.inject('/add')
    await visitor.inject('/add')
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 86_400 }])
    expect(names(visitor)).toEqual([expect.stringMatching(/^__Host-flashbox-[\w-]{22}$/)])
    expect(visitor.jar.header()).toMatch(/=1\.[\w-]{22}$/)
    expect(visitor.jar.header().length).toBeLessThan(70)
  })

  test('goes with the last message of its box, and with what asked for it the store', async () => {
    const { store, calls } = counting(memoryStore())
    const visitor = createVisitor(await createFlashing(store))
    await visitor.inject('/none')
    await visitor.inject('/show')
    expect(calls).toEqual([])
    await visitor.inject('/add')
    await visitor.inject('/show')
    // The page was sent to its end before its messages were forgotten; its headers could not say so.
    expect(names(visitor)).toHaveLength(1)
    await visitor.inject('/show')
    expect(names(visitor)).toEqual([])
    calls.splice(0)
    await visitor.inject('/show')
    expect(calls).toEqual([])
  })

  test('lives as long as its newest message', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const visitor = createVisitor(
      await createFlashing(memoryStore(), { maxAge: 600, cookie: secure }),
    )
    await visitor.inject('/add?text=old')
    vi.setSystemTime(Date.now() + 500_000)
    const { cookies } = await visitor.inject('/add?text=new')
    expect(cookies).toMatchObject([{ maxAge: 600 }])
    vi.setSystemTime(Date.now() + 500_000)
    assertMessages(await visitor.pending(), ['new'])
    // Its time, and as much as the clocks of two processes may differ.
    vi.setSystemTime(Date.now() + 300_000)
    assertMessages(await visitor.pending(), [])
    expect(names(visitor)).toEqual([])
  })

  test('is signed with a new secret when it is used again, and verified with the old ones', async () => {
    const store = memoryStore()
    const fresh = 'a fresh secret of more than 32 characters'
    const before = createVisitor(await createFlashing(store, { cookie: secure }))
    await before.inject('/add?text=one')
    const during = createVisitor(
      await createFlashing(store, { secret: [fresh, secret], cookie: secure }),
      before.jar,
    )
    await during.inject('/add?text=two')
    const after = createVisitor(
      await createFlashing(store, { secret: fresh, cookie: secure }),
      before.jar,
    )
    assertMessages(await after.pending(), ['one', 'two'])
    expect(names(after)).toHaveLength(1)
  })

  test.each<[string, (name: string, value: string) => string]>([
    ['another box', (name, value) => `${name.slice(0, -4)}AAAA=${value}`],
    ['no signature', (name, value) => `${name}=${value.slice(0, -23)}`],
    ['the signature of somebody who guessed', (name) => `${name}=1.${'A'.repeat(22)}`],
  ])('opens nothing when it names %s', async (_, spoil) => {
    const { store, calls } = counting(memoryStore())
    const app = await createFlashing(store)
    const heard = listen(app)
    const visitor = createVisitor(app)
    await visitor.inject('/add')
    const [[name, value]] = [...visitor.jar.cookies] as [[string, string]]
    const thief = createVisitor(app)
    thief.jar.store(spoil(name, value))
    calls.splice(0)
    expect((await thief.inject('/show')).json()).toEqual([])
    // Another app of this host may have signed it.
    expect([calls, names(thief)]).toEqual([[], [expect.any(String)]])
    expect(heard).toContain('refused flashb')
  })

  test('says for whom the box was made, and another user gets one of their own', async () => {
    const visitor = createVisitor(await createFlashing(memoryStore(), { cookie: secure }))
    const as = (user: string, url: string) => visitor.inject({ url, headers: { 'x-user': user } })
    await visitor.inject('/add?text=anonymous')
    await as('ada', '/add?text=Ada')
    await as('ada', '/add?text=Ada again')
    expect(names(visitor)).toHaveLength(2)
    expect([...visitor.jar.cookies.values()]).toEqual([
      expect.stringMatching(/^1\.[\w-]{22}$/),
      expect.stringMatching(/^1\.[\w-]{11}\.[\w-]{22}$/),
    ])
    expect(texts((await as('bob', '/show')).json())).toEqual(['anonymous'])
    expect(texts((await as('ada', '/show')).json())).toEqual([])
  })
})

describe('a box whose cookie somebody has planted', () => {
  const ways = [
    { over: 'http', user: undefined },
    { over: 'http', user: 'ada' },
    { over: 'https', user: undefined },
    { over: 'https', user: 'ada' },
  ]

  async function plant(over: string, user: string | undefined, boxes = 1) {
    const app = await createFlashing(memoryStore(), { cookie: { secure: over === 'https' } })
    const headers = user === undefined ? {} : { 'x-user': user }
    const [planter, visitor] = [createVisitor(app), createVisitor(app)]
    for (let box = 0; box < boxes; box++) {
      const neighbour = createVisitor(app)
      await neighbour.inject('/add?text=planted')
      for (const [name, value] of neighbour.jar.cookies) {
        planter.jar.store(`${name}=${value}`)
        // No neighbour can set a name with `__Host-`.
        visitor.jar.store(`${name.replace('__Host-', '')}=${value}`)
      }
    }
    const add = (text: string) => visitor.inject({ url: `/add?text=${text}`, headers })
    const show = async () => texts((await visitor.inject({ url: '/show', headers })).json())
    return { planter, visitor, add, show }
  }

  test.each(ways)('is not added to over $over for $user', async ({ over, user }) => {
    const { planter, visitor, add, show } = await plant(over, user)
    await add('secret')
    expect(names(visitor)).toHaveLength(2)
    assertMessages(await planter.pending(), ['planted'])
    expect(await show()).toEqual(['planted', 'secret'])
    assertMessages(await planter.pending(), [])
  })

  test.each(ways.slice(1))(
    'is not added to over $over for $user, though there are twenty of them',
    async ({ over, user }) => {
      const { planter, add, show } = await plant(over, user, 20)
      await add('secret')
      expect(texts(await planter.pending())).not.toContain('secret')
      expect(await show()).toContain('secret')
    },
  )

  test('was made for another user, and is not added to', async () => {
    const app = await createFlashing(memoryStore(), { cookie: secure })
    const visitor = createVisitor(app)
    await visitor.inject({ url: '/add?text=Bob', headers: { 'x-user': 'bob' } })
    const planter = createVisitor(app)
    planter.jar.store(visitor.jar.header())
    await visitor.inject({ url: '/add?text=Ada', headers: { 'x-user': 'ada' } })
    const { body } = await planter.inject({ url: '/show', headers: { 'x-user': 'ada' } })
    expect(body).not.toContain('Ada')
  })
})

describe('boxes', () => {
  test('that two first requests make at the same time are both read, and go one by one', async () => {
    const store = memoryStore()
    const visitor = createVisitor(await createFlashing(store, { cookie: secure }))
    await Promise.all([visitor.inject('/add?text=one'), visitor.inject('/add?text=two')])
    expect(names(visitor)).toHaveLength(2)
    await visitor.inject('/add?text=three')
    expect(names(visitor)).toHaveLength(2)
    const shown = texts((await visitor.inject('/show')).json())
    expect(shown.toSorted()).toEqual(['one', 'three', 'two'])
    await visitor.inject('/show')
    expect(names(visitor)).toEqual([])
  })

  test('are made for every response where others can plant a cookie, up to sixteen for one user', async () => {
    const app = await createFlashing(memoryStore())
    const visitor = createVisitor(app)
    const as = (user: string, url: string) => visitor.inject({ url, headers: { 'x-user': user } })
    for (let count = 1; count <= 20; count++) await visitor.inject(`/add?text=${count}`)
    expect(names(visitor)).toHaveLength(16)
    await as('ada', '/add?text=Ada')
    expect(names(visitor)).toHaveLength(17)
    const shown = texts((await as('ada', '/show')).json())
    expect(shown).toHaveLength(21)
    await visitor.inject('/show')
    expect(names(visitor)).toEqual([])
  })

  test('are one for all that a response adds', async () => {
    const app = await createFlashing(memoryStore())
    app.get('/fail', (_request, reply) => {
      reply.flash.error('one')
      reply.flash.error('two')
      return reply.code(500).send()
    })
    app.addHook('onSend', async (request) => {
      if (request.url !== '/fail' || request.headers['x-fails'] === undefined) return
      delete request.headers['x-fails']
      throw new Error('a later hook fails')
    })
    const visitor = createVisitor(app)
    await visitor.inject({ url: '/fail', headers: { 'x-fails': 'once' } })
    expect(names(visitor)).toHaveLength(1)
    assertMessages(await visitor.pending(), ['one', 'two'])
  })

  test('are asked for what is in them, and only they', async () => {
    const { store, calls } = counting(memoryStore())
    const app = await createFlashing(store)
    const browser = await browse(app)
    for (const text of ['one', 'two', 'three']) await browser.request(`/add?text=${text}`)
    const [message] = inHeader(await browser.sdk('/none'))
    calls.splice(0)
    await browser.sdk('/none', { used: `${message!.id} ${'A'.repeat(22)}` })
    expect(calls).toEqual(['read', 'read', 'read', 'remove'])
  })

  test('of a visitor hold no more than the limit', async () => {
    const app = await createFlashing(memoryStore(), {
      storage: storeStorage({ store: memoryStore(), limit: 2 }),
    })
    const heard = listen(app)
    const visitor = createVisitor(app)
    for (const text of ['one', 'two', 'three']) await visitor.inject(`/add?text=${text}`)
    assertMessages(await visitor.pending(), ['one', 'two'])
    expect(heard).toContain('dropped three: full')
  })

  test('under another name keep apart from other boxes of the visitor', async () => {
    const store = memoryStore()
    const app = await createFlashing(store, { storage: storeStorage({ store, name: 'notes' }) })
    const visitor = createVisitor(app)
    await visitor.inject('/add')
    expect(names(visitor)).toEqual([expect.stringMatching(/^notes-/)])
  })
})

test.each<[unknown, string]>([
  [{}, 'create, add, read and remove'],
  [undefined, 'memoryStore()'],
  [{ store: memoryStore(), limit: 0 }, 'not below 1'],
  [{ store: memoryStore }, 'Call it'],
  [{ store: { ...memoryStore(), add: undefined } }, 'It lacks add.'],
])('storeStorage(%j) is refused at once, with what to do', (options, remedy) => {
  expect(() => storeStorage(options as never)).toThrow(
    expect.objectContaining({
      code: 'FLASH_ERR_OPTION',
      message: expect.stringContaining(remedy) as string,
    }),
  )
})

/** Asks for a page, breaks the connection when its headers have arrived, and gives back the cookies they set. */
async function cutAfterHeaders(app: FastifyInstance, path: string, cookie: string) {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n\r\n`)
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  const [head = ''] = chunk.toString('latin1').split('\r\n\r\n')
  return head
    .split('\r\n')
    .filter((line) => /^set-cookie: /i.test(line))
    .map((line) => line.slice('set-cookie: '.length))
}

describe('a page that is cut off after its headers', () => {
  async function cutOff(storage: FlashStorage) {
    const app = await createFlashing(memoryStore(), { storage })
    const closed = Promise.withResolvers<void>()
    app.get('/large', async (request, reply) => {
      reply.raw.once('close', closed.resolve)
      await request.messages.read()
      return 'x'.repeat(50_000_000)
    })
    const visitor = createVisitor(app)
    await visitor.inject('/add')
    visitor.jar.store(await cutAfterHeaders(app, '/large', visitor.jar.header()))
    await closed.promise
    return visitor.pending()
  }

  test('has used nothing that is kept in a store', async () => {
    assertMessages(await cutOff(storeStorage({ store: memoryStore() })), ['Hello'])
  })

  // Headers are all that can clear a cookie, and they were there. docs/storages.md says so.
  test('has used what was kept in cookies', async () => {
    assertMessages(await cutOff(cookieStorage()), [])
  })
})

describe('the store in memory', () => {
  test('lets go of the oldest box that nobody came back with when it is full, and of no other', () => {
    const store = memoryStore({ limit: 3 })
    for (const box of ['read', 'never', 'added']) void store.create(box, lines('1'), soon())
    expect(store.read('read')).toEqual(['line of 1'])
    expect(store.add('added', lines('2'), soon())).toBe(true)
    expect(store.create('new', lines('1'), soon())).toBe(true)
    expect(store.read('never')).toBeUndefined()
    expect(store.read('new')).toEqual(['line of 1'])
    expect(store.create('one too many', lines('1'), soon())).toBe(false)
    expect([store.read('read'), store.read('added')]).toEqual([
      ['line of 1'],
      ['line of 1', 'line of 2'],
    ])
  })

  test('has room when a box is gone or too old', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const store = memoryStore({ limit: 2 })
    for (const box of ['a', 'b']) {
      void store.create(box, lines('1'), soon())
      void store.read(box)
    }
    expect(store.create('c', lines('1'), soon())).toBe(false)
    expect(store.remove('b', ['1'])).toBe(true)
    expect(store.create('c', lines('1'), soon())).toBe(true)
    vi.setSystemTime(Date.now() + 60_000)
    expect(store.create('d', lines('1'), soon())).toBe(true)
    expect([store.read('a'), store.read('c')]).toEqual([undefined, undefined])
  })

  test('holds a message for a new visitor after any number of requests without cookies', async () => {
    const app = await createFlashing(memoryStore({ limit: 10 }))
    const heard = listen(app)
    const waiting = createVisitor(app)
    await waiting.inject('/add?text=early')
    assertMessages(await waiting.pending(), ['early'])
    for (let count = 0; count < 50; count++) await app.inject('/add')
    const late = createVisitor(app)
    await late.inject('/add?text=late')
    assertMessages(await late.pending(), ['late'])
    assertMessages(await waiting.pending(), ['early'])
    expect(heard.filter((each) => each.startsWith('dropped'))).toEqual([])
  })
})

describe('every store', () => {
  const database = new DatabaseSync(':memory:')
  const stores: Record<string, () => MessageStore> = {
    'in memory': () => memoryStore(),
    'in SQLite': () => sqliteStore(database, { table: 'each' }),
  }

  test.each(Object.keys(stores))(
    '%s has boxes that come and go as their contract says',
    async (name) => {
      vi.useFakeTimers({ toFake: ['Date'] })
      const store = stores[name]!()
      expect(await store.add('box', lines('1'), soon())).toBe(false)
      expect(await store.read('box')).toBeUndefined()
      expect(await store.remove('box', ['1'])).toBe(true)
      expect(await store.create('box', lines('1', '2'), soon())).toBe(true)
      expect(await store.add('box', lines('2', '3'), soon() + 60_000)).toBe(true)
      expect((await store.read('box'))?.toSorted()).toEqual(['line of 1', 'line of 2', 'line of 3'])
      expect(await store.remove('box', ['1', 'unknown'])).toBe(false)
      expect(await store.remove('box', [])).toBe(false)
      vi.setSystemTime(Date.now() + 60_000)
      expect((await store.read('box'))?.toSorted()).toEqual(['line of 2', 'line of 3'])
      vi.setSystemTime(Date.now() + 60_000)
      expect(await store.add('box', lines('4'), soon())).toBe(false)
      expect(await store.read('box')).toBeUndefined()
      expect(await store.create('other', lines('1'), soon())).toBe(true)
      expect(await store.remove('other', ['1'])).toBe(true)
      expect(await store.add('other', lines('1'), soon())).toBe(false)
    },
  )

  test('in SQLite forgets what is too old', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const store = sqliteStore(database)
    await store.create('old', lines('1', '2'), soon())
    vi.setSystemTime(Date.now() + 60_000)
    await store.create('new', lines('1'), soon())
    expect(database.prepare('SELECT box FROM flashpost_boxes').all()).toEqual([{ box: 'new' }])
  })

  test.each(['no-dash', 'a b', '1st', "x'; DROP TABLE y", ''])('refuses the table %j', (table) => {
    const query = async () => []
    for (const make of [
      () => sqliteStore(database, { table }),
      () => postgresStore({ query, table }),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: 'FLASH_ERR_OPTION' }))
    }
  })
})

describe('a file of SQLite that two processes have open', () => {
  function openTwice(timeout: number) {
    const folder = mkdtempSync(join(tmpdir(), 'flashpost-'))
    const open = () => new DatabaseSync(join(folder, 'messages.db'), { timeout })
    const databases = [open(), open()] as const
    onTestFinished(() => {
      for (const database of databases) database.close()
      rmSync(folder, { recursive: true })
    })
    return databases
  }

  test('holds what either of them adds', async () => {
    const [one, other] = openTwice(0)
    const [first, second] = [sqliteStore(one), sqliteStore(other)]
    await first.create('box', lines('1'), soon())
    expect(await second.read('box')).toEqual(['line of 1'])
    expect(await second.remove('box', ['1'])).toBe(true)
    expect(await first.add('box', lines('2'), soon())).toBe(false)
  })

  test.each([0, 5_000])(
    'is waited for while it is locked, and other routes answer, with a timeout of %d ms',
    async (timeout) => {
      const [ours, other] = openTwice(timeout)
      const visitor = createVisitor(
        await createFlashing(sqliteStore(ours), { storageTimeout: 60_000 }),
      )
      await visitor.inject('/none')
      other.exec('BEGIN EXCLUSIVE')
      const answered: string[] = []
      const adding = visitor.inject('/add').then(() => answered.push('/add'))
      await visitor.inject('/none').then(() => answered.push('/none'))
      other.exec('COMMIT')
      await adding
      expect(answered).toEqual(['/none', '/add'])
      assertMessages(await visitor.pending(), ['Hello'])
      expect(ours.prepare('PRAGMA busy_timeout').all()).toEqual([{ timeout }])
    },
  )

  test('is passed over when it stays locked, and the next storage holds the message', async () => {
    const [ours, other] = openTwice(5_000)
    const storage = fallbackStorage([storeStorage({ store: sqliteStore(ours) }), cookieStorage()])
    // Longer than the store tries, however busy the machine is.
    const app = await createFlashing(memoryStore(), { storage, storageTimeout: 60_000 })
    const failed: unknown[] = []
    app.flashpost.on('failed', ({ operation, error }) => failed.push([operation, error]))
    await app.ready()
    const visitor = createVisitor(app)
    other.exec('BEGIN EXCLUSIVE')
    await visitor.inject('/add')
    other.exec('COMMIT')
    expect(failed).toEqual([['add', expect.objectContaining({ errcode: 5 })]])
    expect(names(visitor)).toEqual([expect.stringMatching(/^flash-/)])
    assertMessages(await visitor.pending(), ['Hello'])
  })

  test('may be locked while the app starts', async () => {
    const [ours, other] = openTwice(5_000)
    other.exec('BEGIN EXCLUSIVE')
    const store = sqliteStore(ours)
    const reading = store.read('box')
    other.exec('COMMIT')
    expect(await reading).toBeUndefined()
  })

  test('says at once what is wrong but a lock', async () => {
    const [ours, other] = openTwice(0)
    const store = sqliteStore(ours)
    await store.create('box', lines('1'), soon())
    other.exec('DROP TABLE flashpost_boxes')
    expect(() => store.read('box')).toThrow('no such table')
  })
})
