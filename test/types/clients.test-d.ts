// What apps hand in is taken as it is, by flash stores and inbox backends alike.
import { DatabaseSync } from 'node:sqlite'
import { postgresStore, redisStore, sqliteStore } from '@flashpost/fastify'
import { postgresBackend } from '@flashpost/inbox/postgres'
import type { PostgresQuery } from '@flashpost/inbox/postgres'
import { redisBackend } from '@flashpost/inbox/redis'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { PGlite } from '@electric-sql/pglite'
import { Cluster, Redis } from 'ioredis'
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import postgres from 'postgres'
import { createClient, createCluster } from 'redis'
import { test } from 'vitest'

test('clients of SQLite', () => {
  const database = new DatabaseSync(':memory:')
  sqliteBackend(database)
  sqliteStore(database)
})

test('clients of PostgreSQL', () => {
  const pool = new pg.Pool()
  const sql = postgres()
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const lite = new PGlite()
  const queries: PostgresQuery[] = [
    async (text, values) => (await pool.query(text, values)).rows,
    (text, values) => sql.unsafe(text, values),
    async (text, values) =>
      (await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values))).rows,
    async (text, values) => (await lite.query<Record<string, unknown>>(text, values)).rows,
  ]
  for (const query of queries) {
    postgresBackend({ query })
    postgresStore({ query })
  }
  postgresBackend({
    query: (text, values) => sql.unsafe(text, values),
    listen: async (channel, onPayload) => {
      const listening = await sql.listen(channel, onPayload)
      return () => listening.unlisten()
    },
  })
})

test('clients of Redis', async () => {
  const node = await createClient().connect()
  const cluster = await createCluster({ rootNodes: [] }).connect()
  const io = new Redis()
  const ioCluster = new Cluster([])
  for (const client of [node, cluster, io, ioCluster]) {
    redisBackend(client, { subscriber: client })
    redisStore(client)
  }
  redisBackend(node, { subscriber: await node.duplicate().connect() })
  redisBackend(io, { subscriber: io.duplicate() })
})
