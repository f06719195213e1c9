import { createInbox } from '@flashpost/inbox'
import type { InboxSignals } from '@flashpost/inbox'
import { postgresBackend } from '@flashpost/inbox/postgres'
import type { PostgresListen, PostgresQuery } from '@flashpost/inbox/postgres'
import { testBackend } from '@flashpost/inbox/testing'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, inject, test, vi } from 'vitest'
import { checkModel, patience } from './model/check-model.ts'
import { checkKills, killPatience } from './processes/check-kills.ts'
import type { Shared } from './processes/check-kills.ts'

const url = inject('postgresUrl')
const pools = new Set<pg.Pool>()

/** A schema of its own for each test, in which two processes have a pool each. */
function connect(schema: string, max = 4) {
  const options = { connectionString: url, options: `-c search_path=${schema}`, max }
  const pool = new pg.Pool(options)
  pools.add(pool)
  const listen: PostgresListen = async (channel, onPayload) => {
    const client = new pg.Client(options)
    await client.connect()
    client.on('notification', ({ payload = '' }) => onPayload(payload))
    await client.query(`LISTEN ${channel}`)
    return () => client.end()
  }
  const query = async (sql: string, values: string[]) => (await pool.query(sql, values)).rows
  return { pool, query, listen }
}

const admin = new pg.Pool({ connectionString: url, max: 2 })
afterAll(() => admin.end())
afterEach(async () => {
  await Promise.all([...pools].map((pool) => pool.end()))
  pools.clear()
})

async function createSchema(name: string): Promise<string> {
  await admin.query(`CREATE SCHEMA IF NOT EXISTS ${name}`)
  return name
}

describe('In PostgreSQL, to which two processes have a pool each', { timeout: 60_000 }, () => {
  testBackend({
    test,
    async create(name) {
      const { query, listen } = connect(await createSchema(`contract_${name}`), 16)
      return postgresBackend({ query, listen })
    },
  })
})

test(
  'In PostgreSQL, two processes and their clients see what a plain model says, whatever is done',
  { timeout: patience },
  async () => {
    const [one, other] = ['model', 'model'].map((name) => connect(name))
    const create = async () => {
      await admin.query('DROP SCHEMA IF EXISTS model CASCADE; CREATE SCHEMA model')
      return [postgresBackend(one!), postgresBackend(other!)] as const
    }
    await expect(checkModel(create)).resolves.toBeUndefined()
  },
)

test(
  'In PostgreSQL, a process that is killed at any step loses nothing and leaves nothing twice, once its work is done again',
  { timeout: killPatience },
  async () => {
    let number = 0
    const create = async (): Promise<Shared> => {
      const schema = await createSchema(`killed_${++number}`)
      const { query } = connect(schema, 2)
      return { args: ['postgres', url, schema], backend: () => postgresBackend({ query }) }
    }
    await expect(checkKills(create)).resolves.toBeUndefined()
  },
)

describe('PostgreSQL', { timeout: 60_000 }, () => {
  test('makes its tables once when several processes start at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const schema = await createSchema(`setup_${round}`)
      const inboxes = [1, 2, 3, 4].map(() =>
        createInbox({ backend: postgresBackend(connect(schema, 1)) }),
      )
      await Promise.all(inboxes.map((inbox) => inbox.send('ada', { level: 'info', text: 'x' })))
      expect((await inboxes[0]!.counts('ada')).unread).toBe(4)
      await Promise.all(inboxes.map((inbox) => inbox.close()))
    }
  })

  test('takes 300 overlapping lists of recipients at once, and none waits for another for ever', async () => {
    const schema = await createSchema('overlapping')
    const inboxes = [1, 2].map(() => createInbox({ backend: postgresBackend(connect(schema, 12)) }))
    const users = Array.from({ length: 200 }, (_, index) => `user ${index}`)
    const sent = await Promise.all(
      Array.from({ length: 300 }, (_, round) => {
        const chosen = users.filter((__, index) => (index * 7 + round * 3) % 5 === 0).toReversed()
        return inboxes[round % 2]!.sendMany(chosen, {
          level: 'info',
          text: 'x',
          key: `k ${round % 3}`,
        })
      }),
    )
    expect(sent.every(({ recipients }) => recipients === 40)).toBe(true)
    for (const user of users)
      expect(await inboxes[0]!.verify(user)).toMatchObject({ isRight: true, kept: { total: 3 } })
    await Promise.all(inboxes.map((inbox) => inbox.close()))
  })

  test('keeps what a message says for who gets it at the moment at which somebody else is forgotten', async () => {
    const { pool, ...options } = connect(await createSchema('forgetting'))
    const inbox = createInbox({ backend: postgresBackend(options) })
    const { id } = await inbox.send('ada', { level: 'info', text: 'Hello' })
    const message = (await inbox.get('ada', id))!
    const client = await pool.connect()
    const transaction: PostgresQuery = async (sql, values) => (await client.query(sql, values)).rows
    await client.query('BEGIN')
    await inbox.store('bob', message, { transaction })
    let isForgotten = false
    const forgetting = inbox.eraseUser('ada').then(() => (isForgotten = true))
    const isWaiting = async () => {
      const waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'"
      return isForgotten || (await pool.query(waiting)).rows.length > 0
    }
    await expect.poll(isWaiting, { timeout: 10_000 }).toBe(true)
    await client.query('COMMIT')
    client.release()
    await forgetting
    expect((await inbox.list('bob')).messages.map(({ text }) => text)).toEqual(['Hello'])
    await inbox.close()
  })

  test('may throw at once where it is to tell others: who sends does not fail, and nobody ends', async () => {
    const { query, listen } = connect(await createSchema('throwing'))
    let thrown = 0
    const throwing: PostgresQuery = (sql, values) => {
      if (!sql.includes('pg_notify')) return query(sql, values)
      thrown++
      throw new Error('no')
    }
    const inbox = createInbox({ backend: postgresBackend({ query: throwing, listen }) })
    await inbox.send('ada', { level: 'info', text: 'x' })
    await expect.poll(() => thrown, { timeout: 10_000 }).toBeGreaterThan(0)
    await inbox.close()
  })

  test('may break the connection on which somebody listens: a new one is listened to', async () => {
    const { query } = connect(await createSchema('breaking'))
    const pids: number[] = []
    const listen: PostgresListen = async (channel, onPayload, onLost) => {
      const client = new pg.Client({ connectionString: url })
      client.on('notification', ({ payload = '' }) => onPayload(payload))
      client.on('error', onLost)
      await client.connect()
      await client.query(`LISTEN ${channel}`)
      pids.push(
        (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid,
      )
      return () => client.end()
    }
    const [one, other] = [undefined, listen].map((each) =>
      createInbox({
        backend: postgresBackend({ query, ...(each && { listen: each }) }),
        pollInterval: 20,
      }),
    )
    const heard: InboxSignals['changed'][] = []
    other!.on('changed', (signal) => heard.push(signal))
    await vi.waitFor(() => expect(pids).toHaveLength(1), { timeout: 10_000 })
    await admin.query('SELECT pg_terminate_backend($1)', [pids[0]])
    await vi.waitFor(() => expect(heard).toContainEqual({ users: null }), { timeout: 10_000 })
    await one!.send('ada', { level: 'info', text: 'x' })
    await vi.waitFor(() => expect(heard).toContainEqual({ users: ['ada'] }), { timeout: 10_000 })
    await Promise.all([one!.close(), other!.close()])
    const isThere = 'SELECT 1 FROM pg_stat_activity WHERE pid = ANY($1)'
    const left = async () => (await admin.query(isThere, [pids])).rows.length
    await expect.poll(left, { timeout: 10_000 }).toBe(0)
  })

  test('has told others what a process has sent that ends at once', async () => {
    const { query } = connect(await createSchema('ending'))
    const told: string[][] = []
    const inbox = createInbox({
      backend: postgresBackend({
        query(sql, values) {
          if (sql.includes('pg_notify')) told.push(values)
          return query(sql, values)
        },
      }),
    })
    await inbox.send('ada', { level: 'info', text: 'x' })
    await inbox.close()
    expect(told).toEqual([['flashpost', '["ada"]']])
  })

  test("takes what is sent along with the caller's transaction, or away", async () => {
    const { pool, ...options } = connect(await createSchema('transactions'))
    const inbox = createInbox({ backend: postgresBackend(options), pollInterval: 20 })
    const told: string[] = []
    inbox.on('stored', ({ id }) => told.push(id))
    await inbox.setup()
    const client = await pool.connect()
    const transaction: PostgresQuery = async (sql, values) => (await client.query(sql, values)).rows
    for (const end of ['ROLLBACK', 'COMMIT']) {
      await client.query('BEGIN')
      await inbox.send('ada', { level: 'info', text: end }, { transaction })
      await inbox.broadcast({ level: 'info', text: `${end} all` }, { transaction })
      expect((await inbox.list('ada')).messages).toEqual([])
      await client.query(end)
    }
    client.release()
    const texts = (await inbox.list('ada')).messages.map(({ text }) => text)
    expect(texts.toSorted()).toEqual(['COMMIT', 'COMMIT all'])
    await expect.poll(() => told, { timeout: 10_000 }).toHaveLength(2)
    await inbox.close()
  })

  test('reads pages and counts by index, whatever the number of rows', async () => {
    const seen = new Map<string, string[]>()
    const { pool, query } = connect(await createSchema('plans'))
    const spy: PostgresQuery = (sql, values) => {
      seen.set(sql, values)
      return query(sql, values)
    }
    const inbox = createInbox({ backend: postgresBackend({ query: spy }) })
    await inbox.setup()
    await pool.query(`INSERT INTO flashpost_user (owner, epoch, rev, total, unread)
      SELECT 'user ' || n, 'x', 2000, 2000, 2000 FROM generate_series(1, 1000) n`)
    await pool.query(`INSERT INTO flashpost_body SELECT lpad(n::text, 22, 'A'), 20, 'info', NULL, NULL,
      '{"level":20,"text":"x"}' FROM generate_series(1, 50000) n`)
    await pool.query(`INSERT INTO flashpost_row SELECT u.uid, lpad(n::text, 22, 'A'), 0, n, n, n, NULL, 0,
      NULL, NULL, NULL, NULL, NULL, 0, NULL FROM generate_series(1, 2000) n, flashpost_user u WHERE u.uid <= 20`)
    await pool.query('ANALYZE')
    seen.clear()
    const { next, revision } = await inbox.list('user 7')
    await inbox.list('user 7', { after: next!, state: 'unread' })
    await inbox.list('user 7', { state: 'all' })
    await inbox.counts('user 7')
    await inbox.changes('user 7', revision)
    await inbox.announcements('user 7')
    await inbox.markRead('user 7', 'x')
    await inbox.markRead('user 7', { upTo: revision })
    const plans = []
    for (const [sql, values] of seen)
      if (/flashpost_row/.test(sql)) {
        const { rows } = await pool.query(`EXPLAIN ${sql}`, values)
        plans.push(...rows.map((row: Record<string, string>) => row['QUERY PLAN']))
      }
    expect(plans.length).toBeGreaterThan(10)
    expect(plans.filter((plan) => /Seq Scan on flashpost_(?:row|user|body)/.test(plan!))).toEqual(
      [],
    )
    await inbox.close()
  })
})
