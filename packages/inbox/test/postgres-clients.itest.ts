import { createInbox } from '@flashpost/inbox'
import { postgresBackend } from '@flashpost/inbox/postgres'
import type { PostgresListen, PostgresQuery } from '@flashpost/inbox/postgres'
import { testBackend } from '@flashpost/inbox/testing'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import postgres from 'postgres'
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest'
import { checkHints, checkWithoutHints } from './hints.ts'

const url = inject('postgresUrl')

/** What an app hands in, and what it does itself. */
interface Connected {
  readonly query: PostgresQuery
  readonly listen?: PostgresListen
  /** Runs work in a transaction of the app's own, which is rolled back when the work throws. */
  readonly transact: (work: (transaction: PostgresQuery) => Promise<void>) => Promise<void>
  readonly end: () => Promise<unknown>
}

const clients: Readonly<Record<string, (schema: string) => Connected>> = {
  pg(schema) {
    const options = { connectionString: url, options: `-c search_path=${schema}`, max: 4 }
    const pool = new pg.Pool(options)
    return {
      query: async (text, values) => (await pool.query(text, values)).rows,
      async listen(channel, onPayload) {
        const client = new pg.Client(options)
        await client.connect()
        client.on('notification', ({ payload = '' }) => onPayload(payload))
        await client.query(`LISTEN ${channel}`)
        return () => client.end()
      },
      async transact(work) {
        const client = await pool.connect()
        try {
          await client.query('BEGIN')
          await work(async (text, values) => (await client.query(text, values)).rows)
          await client.query('COMMIT')
        } catch (error) {
          await client.query('ROLLBACK')
          throw error
        } finally {
          client.release()
        }
      },
      end: () => pool.end(),
    }
  },
  'postgres.js'(schema) {
    const db = postgres(url, { connection: { search_path: schema }, max: 4, onnotice: () => {} })
    return {
      query: (text, values) => db.unsafe(text, values),
      async listen(channel, onPayload) {
        const listening = await db.listen(channel, onPayload)
        return () => listening.unlisten()
      },
      transact: async (work) => {
        await db.begin((transaction) => work((text, values) => transaction.unsafe(text, values)))
      },
      end: () => db.end(),
    }
  },
  Kysely(schema) {
    const pool = new pg.Pool({ connectionString: url, options: `-c search_path=${schema}`, max: 4 })
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    const on =
      (executor: Pick<typeof db, 'executeQuery'>): PostgresQuery =>
      async (text, values) =>
        (await executor.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values))).rows
    return {
      query: on(db),
      transact: (work) => db.transaction().execute((transaction) => work(on(transaction))),
      end: () => db.destroy(),
    }
  },
  Drizzle(schema) {
    const pool = new pg.Pool({ connectionString: url, options: `-c search_path=${schema}`, max: 4 })
    const db = drizzle(pool)
    // The text between the parameters, and these.
    const on =
      (executor: Pick<typeof db, 'execute'>): PostgresQuery =>
      async (text, values) => {
        const parts = text
          .split(/\$(\d+)/)
          .map((part, index) => (index % 2 ? sql`${values[Number(part) - 1]}` : sql.raw(part)))
        return (await executor.execute(sql.join(parts))).rows
      }
    return {
      query: on(db),
      transact: (work) => db.transaction((transaction) => work(on(transaction))),
      end: () => pool.end(),
    }
  },
}

const admin = new pg.Pool({ connectionString: url, max: 1 })
const open = new Set<Connected>()
afterEach(async () => {
  await Promise.all([...open].map(({ end }) => end()))
  open.clear()
})
afterAll(() => admin.end())

async function connectTo(client: string, name: string): Promise<Connected> {
  const schema = `through_${client.toLowerCase().replace('.', '_')}_${name}`
  await admin.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  const connected = clients[client]!(schema)
  open.add(connected)
  return connected
}

describe.each(Object.keys(clients))('Through %s', { timeout: 60_000 }, (client) => {
  // Of pg, that is another file's.
  if (client !== 'pg')
    testBackend({ test, create: async (name) => postgresBackend(await connectTo(client, name)) })

  test("what is sent joins the caller's transaction", async () => {
    const { query, transact } = await connectTo(client, 'transaction')
    const inbox = createInbox({ backend: postgresBackend({ query }) })
    await inbox.setup()
    const hello = { level: 'info', text: 'Hello ☃, "$1" and ?1 \\ it’s' } as const
    const send = (isRefused: boolean) =>
      transact(async (transaction) => {
        await inbox.send('ada', hello, { transaction })
        await inbox.sendMany(['ada', 'bob'], hello, { transaction })
        expect((await inbox.list('ada')).messages).toEqual([])
        if (isRefused) throw new Error('refused')
      })
    await expect(send(true)).rejects.toThrow('refused')
    expect((await inbox.counts('ada')).unread).toBe(0)
    await send(false)
    const { messages } = await inbox.list('ada')
    expect(messages.map(({ text }) => text)).toEqual([hello.text, hello.text])
    await inbox.close()
  })
})

test.each(['pg', 'postgres.js'])(
  'through %s, what another process does is heard of at once, and without hints a little later',
  { timeout: 60_000 },
  async (client) => {
    const [one, other] = [await connectTo(client, 'hints'), await connectTo(client, 'hints')]
    let turn = 0
    const create = (isListening: boolean) => {
      const { query, listen } = turn++ % 2 ? one : other
      return postgresBackend({ query, ...(isListening && listen && { listen }) })
    }
    await expect(checkHints(create)).resolves.toBeUndefined()
    await expect(checkWithoutHints(create)).resolves.toBeUndefined()
  },
)
