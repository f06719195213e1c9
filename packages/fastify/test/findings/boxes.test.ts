// Over http anybody on the way, or on a subdomain, can give a visitor a cookie: that of a box which they can read, too.
import { cookieStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions, MessageStore } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import type { Visitor } from '@flashpost/fastify/testing'
import type { InjectOptions } from 'fastify'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApp, listen, texts } from '../support.ts'

const signedIn: Pick<FlashpostOptions, 'user'> = {
  user: ({ headers }) => (headers['x-user'] as string | undefined) ?? null,
}

async function setUp(options: Partial<FlashpostOptions>) {
  const app = await createApp({ ...signedIn, ...options }, { trustProxy: true })
  app.get<{ Querystring: { text: string } }>('/add', (request, reply) => {
    reply.flash.info(request.query.text)
    return {}
  })
  app.get('/show', (request) => request.messages.read())
  app.get('/peek', (request) => request.messages.peek())
  app.get('/none', () => ({}))
  return { app, heard: listen(app) }
}

/** Asks as a user, or as nobody. */
async function ask(visitor: Visitor, url: string, user?: string): Promise<readonly string[]> {
  const request: InjectOptions = { url, headers: { ...(user !== undefined && { 'x-user': user }) } }
  const body: unknown = (await visitor.inject(request)).json()
  return Array.isArray(body) ? texts(body) : []
}

const add = (visitor: Visitor, text: string, user?: string) =>
  ask(visitor, `/add?text=${encodeURIComponent(text)}`, user)

/** Gives the victim every cookie that the attacker has. */
function plant(attacker: Visitor, victim: Visitor): void {
  for (const [name, value] of attacker.jar.cookies) victim.jar.store(`${name}=${value}`)
}

afterEach(() => void vi.useRealTimers())

const people = [
  { planter: 'somebody anonymous', attacker: undefined, victim: undefined },
  { planter: 'somebody anonymous', attacker: undefined, victim: 'ada' },
  { planter: 'mallory', attacker: 'mallory', victim: undefined },
  { planter: 'mallory', attacker: 'mallory', victim: 'ada' },
]

describe.each(people)('a box that $planter has planted, over http,', ({ attacker, victim }) => {
  const who = victim ?? 'an anonymous visitor'

  test(`is not where messages of ${who} are put`, async () => {
    const { app } = await setUp({ storage: storeStorage({ store: memoryStore() }) })
    const [mallory, ada] = [createVisitor(app), createVisitor(app)]
    await add(mallory, 'bait', attacker)
    plant(mallory, ada)
    await add(ada, 'your secret', victim)
    for (const as of [attacker, undefined, 'bob']) {
      expect(await ask(mallory, '/peek', as)).not.toContain('your secret')
    }
    expect(await ask(ada, '/show', victim)).toContain('your secret')
    expect(await ask(ada, '/show', victim)).not.toContain('your secret')
  })

  test(`does not become theirs by what ${who} does afterwards`, async () => {
    const { app } = await setUp({ storage: storeStorage({ store: memoryStore() }) })
    const [mallory, ada] = [createVisitor(app), createVisitor(app)]
    await add(mallory, 'bait', attacker)
    plant(mallory, ada)
    for (const text of ['first', 'second', 'third']) {
      await add(ada, `secret, ${text}`, victim)
      plant(mallory, ada)
    }
    expect((await ask(mallory, '/peek', attacker)).join()).not.toContain('secret')
    const shown = await ask(ada, '/show', victim)
    expect(shown.filter((text) => text.startsWith('secret'))).toEqual([
      'secret, first',
      'secret, second',
      'secret, third',
    ])
  })
})

test('seventeen planted boxes do not make a message of who is signed in readable', async () => {
  const { app } = await setUp({ storage: storeStorage({ store: memoryStore() }) })
  const ada = createVisitor(app)
  const planters = Array.from({ length: 17 }, () => createVisitor(app))
  for (const [index, planter] of planters.entries()) {
    await add(planter, 'bait', index % 2 ? 'mallory' : undefined)
    plant(planter, ada)
  }
  await add(ada, 'your secret', 'ada')
  for (const planter of planters) {
    for (const as of ['mallory', undefined, 'ada']) {
      expect(await ask(planter, '/peek', as)).not.toContain('your secret')
    }
  }
  expect(await ask(ada, '/show', 'ada')).toContain('your secret')
})

test.each<[string, Partial<FlashpostOptions>]>([
  ['whose name has no __Host-', {}],
  ['of the whole domain', { cookie: { domain: 'example.com' } }],
  ['of a part of the site', { cookie: { path: '/app' }, prefix: '/app/messages' }],
])('over https a planted cookie %s does not make messages readable either', async (_, options) => {
  const { app } = await setUp({ storage: storeStorage({ store: memoryStore() }), ...options })
  const [mallory, ada] = [createVisitor(app), createVisitor(app)]
  const https = { 'x-forwarded-proto': 'https' }
  await add(mallory, 'bait')
  await mallory.inject({ url: '/add?text=bait', headers: https })
  for (const [name, value] of mallory.jar.cookies) {
    if (!name.startsWith('__Host-')) ada.jar.store(`${name}=${value}`)
  }
  await ada.inject({ url: '/add?text=your+secret', headers: https })
  for (const headers of [{}, https]) {
    const found = await mallory.inject({ url: '/peek', headers })
    expect(texts(found.json())).not.toContain('your secret')
  }
  const shown = await ada.inject({ url: '/show', headers: https })
  expect(texts(shown.json())).toContain('your secret')
})

test('over https a visitor needs one box, whose cookie nobody else can set', async () => {
  const { app } = await setUp({ storage: storeStorage({ store: memoryStore() }) })
  const ada = createVisitor(app)
  const headers = { 'x-forwarded-proto': 'https' }
  for (const text of ['one', 'two', 'three']) {
    await ada.inject({ url: `/add?text=${text}`, headers })
  }
  expect([...ada.jar.cookies.keys()]).toEqual([expect.stringMatching(/^__Host-/)])
  const shown = await ada.inject({ url: '/show', headers })
  expect(texts(shown.json())).toEqual(['one', 'two', 'three'])
})

describe.each([
  ['a cookie', () => cookieStorage()],
  ['a store', () => storeStorage({ store: memoryStore() })],
])("a signed-in user's message in %s", (_, storage) => {
  async function signOut() {
    vi.useFakeTimers({ toFake: ['Date'] })
    const site = await setUp({ storage: storage() })
    const visitor = createVisitor(site.app)
    await add(visitor, 'You are signed out', 'ada')
    return { ...site, visitor }
  }
  const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

  test('is shown to the page after the sign-out', async () => {
    const { visitor } = await signOut()
    pass(9_000)
    expect(await ask(visitor, '/show')).toEqual(['You are signed out'])
    expect(await ask(visitor, '/show')).toEqual([])
  })

  test('is hidden from whoever has the browser ten seconds later', async () => {
    const { visitor, heard } = await signOut()
    pass(10_001)
    expect(await ask(visitor, '/show')).toEqual([])
    expect(await ask(visitor, '/peek')).toEqual([])
    const response = await visitor.inject({
      url: '/none',
      headers: { 'flash-client': 'v=1; tab=tab-1' },
    })
    expect(response.headers['flash-messages']).toBeUndefined()
    const body: unknown = (await visitor.inject('/messages')).json()
    expect(body).toEqual({ messages: [], more: false, dropped: false })
    expect(heard.filter((line) => line.startsWith('dropped'))).toEqual([])
  })

  test('waits, hidden, for its user', async () => {
    const { visitor } = await signOut()
    pass(60_000)
    expect(await ask(visitor, '/show')).toEqual([])
    expect(await ask(visitor, '/show', 'ada')).toEqual(['You are signed out'])
    expect(await ask(visitor, '/show', 'ada')).toEqual([])
  })

  test('is not acknowledged or cleared by who may not see it', async () => {
    const { visitor } = await signOut()
    pass(60_000)
    await visitor.inject({ url: '/none', headers: { 'flash-client': 'v=1; tab=tab-1' } })
    await visitor.inject('/show')
    expect(await ask(visitor, '/peek', 'ada')).toEqual(['You are signed out'])
  })

  test('is given up when another user signs in', async () => {
    const { visitor, heard } = await signOut()
    pass(60_000)
    expect(await ask(visitor, '/show', 'bob')).toEqual([])
    expect(heard).toContain('dropped You are signed out: owner')
    expect(await ask(visitor, '/show', 'ada')).toEqual([])
  })

  test('of an anonymous visitor is still there after the login', async () => {
    const { visitor } = await signOut()
    await add(visitor, 'Your cart is kept')
    pass(60_000)
    expect(await ask(visitor, '/show', 'ada')).toEqual(['You are signed out', 'Your cart is kept'])
  })
})

describe('a store in memory with as many boxes as it keeps', () => {
  const later = () => Date.now() + 86_400_000

  /** As ten thousand requests without cookies leave it: each has added a message that nobody will fetch. */
  async function fill(store: MessageStore): Promise<void> {
    for (let index = 0; index < 10_000; index++) {
      await store.create(`visitor ${index}`, new Map([['id', 'line']]), later())
    }
  }

  test("still holds a new visitor's message", async () => {
    const store = memoryStore()
    await fill(store)
    const { app, heard } = await setUp({ storage: storeStorage({ store }) })
    for (const text of ['one', 'two', 'three']) {
      const visitor = createVisitor(app)
      await add(visitor, text)
      expect(await ask(visitor, '/show')).toEqual([text])
    }
    expect(heard.filter((line) => line.startsWith('dropped'))).toEqual([])
  })

  test('gives up the oldest boxes, not the newest', async () => {
    const store = memoryStore()
    const { app } = await setUp({ storage: storeStorage({ store }) })
    await fill(store)
    const visitors = Array.from({ length: 100 }, () => createVisitor(app))
    for (const visitor of visitors) await add(visitor, 'Hello')
    for (const visitor of visitors) expect(await ask(visitor, '/show')).toEqual(['Hello'])
    expect(await store.read('visitor 0')).toBeUndefined()
    expect(await store.read('visitor 9999')).toEqual(['line'])
  })

  test('keeps no more than it may', async () => {
    const store = memoryStore({ limit: 10 })
    for (let index = 0; index < 1_000; index++) {
      await store.create(`visitor ${index}`, new Map([['id', 'line']]), later())
    }
    const boxes = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => store.read(`visitor ${index}`)),
    )
    expect(boxes.filter((box) => box !== undefined)).toHaveLength(10)
    expect(boxes.at(-1)).toEqual(['line'])
  })
})
