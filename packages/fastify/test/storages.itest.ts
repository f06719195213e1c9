import { fallbackStorage, postgresStore, redisStore, storeStorage } from '@flashpost/fastify'
import type { MessageStore } from '@flashpost/fastify'
import { testStorage } from '@flashpost/fastify/testing'
import { Redis } from 'ioredis'
import pg from 'pg'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

const redisUrl = inject('redisUrl')
const postgresUrl = inject('postgresUrl')

/** Hands out the two stores of two processes in turn; they are there when the first test runs. */
function takeTurns(stores: () => readonly MessageStore[]): () => MessageStore {
  let turn = 0
  return () => stores()[turn++ % 2]!
}

describe('PostgreSQL, to which two processes have a pool each', () => {
  const pools = [0, 1].map(() => new pg.Pool({ connectionString: postgresUrl, max: 4 }))
  const stores = pools.map((pool) =>
    postgresStore({ query: async (sql, values) => (await pool.query(sql, values)).rows }),
  )
  const next = takeTurns(() => stores)
  afterAll(() => Promise.all(pools.map((pool) => pool.end())))

  testStorage({ test, create: () => storeStorage({ store: next() }) })
  testBoxes(() => stores)

  test('makes its table once when two processes start at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const table = `flashpost_${round}`
      const both = pools.map((pool) =>
        postgresStore({
          table,
          query: async (sql, values) => (await pool.query(sql, values)).rows,
        }),
      )
      const boxes = both.map((_, index) => `box ${index}`)
      const lines = new Map([['id', 'line']])
      await Promise.all(
        both.map(async (store, index) => store.create(boxes[index]!, lines, Date.now() + 9_000)),
      )
      expect(await both[0]!.read('box 1')).toEqual(['line'])
    }
  })

  test('forgets what is too old', async () => {
    const [store] = stores
    await store!.create('old', new Map([['id', 'line']]), Date.now() - 1)
    expect(await store!.read('old')).toBeUndefined()
    expect(await store!.add('old', new Map([['id', 'line']]), Date.now() + 9_000)).toBe(false)
    const query = async (sql: string, values: string[]) => (await pools[0]!.query(sql, values)).rows
    await postgresStore({ query }).create('new', new Map([['id', 'line']]), Date.now() + 9_000)
    expect(await query('SELECT box FROM flashpost_boxes WHERE box = $1', ['old'])).toEqual([])
  })

  test('tries again to make its table after the database was away', async () => {
    let isAway = true
    const store = postgresStore({
      table: 'flashpost_late',
      query: async (sql, values) => {
        if (isAway) throw new Error('away')
        return (await pools[0]!.query(sql, values)).rows
      },
    })
    await expect(store.read('box')).rejects.toThrow('away')
    isAway = false
    expect(await store.read('box')).toBeUndefined()
  })
})

describe.skipIf(!redisUrl)('Redis, to which two processes are connected', () => {
  const clients = [0, 1].map(() => createClient({ url: redisUrl ?? '' }))
  const stores = clients.map((client) => redisStore(client))
  const next = takeTurns(() => stores)
  beforeAll(() => Promise.all(clients.map((client) => client.connect())))
  afterAll(() => Promise.all(clients.map((client) => client.close())))

  testStorage({ test, create: () => storeStorage({ store: next() }) })
  testBoxes(() => stores)

  test('forgets what is too old by itself, and leaves no key behind', async () => {
    const [store] = stores
    const lines = new Map([['id', 'line']])
    await store!.create('brief', lines, Date.now() + 9_000)
    const left = await clients[0]!.pTTL('flashpost:box:brief')
    expect(left).toBeGreaterThan(8_000)
    expect(left).toBeLessThanOrEqual(9_000)
    await store!.add('brief', new Map([['id 2', 'line']]), Date.now() + 20_000)
    expect(await clients[0]!.pTTL('flashpost:box:brief')).toBeGreaterThan(19_000)
    expect(await store!.remove('brief', ['id', 'id 2'])).toBe(true)
    expect(await clients[0]!.exists('flashpost:box:brief')).toBe(0)
  })

  test('speaks to ioredis too', async () => {
    const client = new Redis(redisUrl ?? '')
    const store = redisStore(client)
    await store.create('io', new Map([['id', 'line']]), Date.now() + 9_000)
    expect(await store.read('io')).toEqual(['line'])
    expect(await store.remove('io', [])).toBe(false)
    expect(await store.remove('io', ['id'])).toBe(true)
    await client.quit()
  })
})

describe.skipIf(!redisUrl)('a Redis that is away, then PostgreSQL', () => {
  const pool = new pg.Pool({ connectionString: postgresUrl })
  const refuse = () => Promise.reject(new Error('away'))
  const away: MessageStore = redisStore({ status: 'end', eval: refuse, evalsha: refuse })
  const store = postgresStore({
    query: async (sql, values) => (await pool.query(sql, values)).rows,
  })
  afterAll(() => pool.end())

  test('holds every message', async () => {
    const cases = new Map<string, () => Promise<void>>()
    testStorage({
      test: (name, body) => cases.set(name, body),
      create: () =>
        fallbackStorage([storeStorage({ store: away, name: 'away' }), storeStorage({ store })]),
    })
    await expect(
      cases.get('order is kept, within a request and over several')!(),
    ).resolves.toBeUndefined()
  })
})

/** What the storage builds on: adding to a box and taking its last message out exclude each other. */
function testBoxes(stores: () => readonly MessageStore[]): void {
  test('a message is never added to a box that is gone, however often both are tried at once', async () => {
    const [one, other] = stores() as [MessageStore, MessageStore]
    const expiresAt = Date.now() + 60_000
    let [kept, refused] = [0, 0]
    for (let round = 0; round < 200; round++) {
      const box = `race ${round} ${Math.random()}`
      await one.create(box, new Map([['old', 'old line']]), expiresAt)
      const [isGone, isAdded] = await Promise.all([
        one.remove(box, ['old']),
        other.add(box, new Map([['new', 'new line']]), expiresAt),
      ])
      expect(isGone).toBe(!isAdded)
      expect(await one.read(box)).toEqual(isAdded ? ['new line'] : undefined)
      if (isAdded) kept++
      else refused++
    }
    expect(kept + refused).toBe(200)
  })

  test('fifty messages are added at once, and removed at once', async () => {
    const [one, other] = stores() as [MessageStore, MessageStore]
    const expiresAt = Date.now() + 60_000
    const box = `many ${Math.random()}`
    const ids = Array.from({ length: 50 }, (_, index) => `id ${index}`)
    await one.create(box, new Map([['first', 'line']]), expiresAt)
    await Promise.all(
      ids.map(async (id, index) =>
        (index % 2 ? one : other).add(box, new Map([[id, id]]), expiresAt),
      ),
    )
    expect(await one.read(box)).toHaveLength(51)
    await Promise.all(ids.map(async (id, index) => (index % 2 ? one : other).remove(box, [id])))
    expect(await one.read(box)).toEqual(['line'])
  })
}
