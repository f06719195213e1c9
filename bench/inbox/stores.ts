import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Backend } from '@flashpost/inbox'
import { postgresBackend } from '@flashpost/inbox/postgres'
import { redisBackend } from '@flashpost/inbox/redis'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import pg from 'pg'
import { createClient } from 'redis'
import { startPostgres } from '../../scripts/start-postgres.ts'
import { startRedis } from '../../scripts/start-redis.ts'
import type { StoreName } from './store-names.ts'

/** Where inboxes are kept while they are measured. */
export interface Store {
  /** An empty one. */
  readonly create: (name: string) => Promise<Backend>
  /** One that does not wait for the disk, where the other does; the rest never do. */
  readonly createHasty?: () => Promise<Backend>
  /**
   * Writes a row for each of so many users in one statement, as fast as the database can: with an id, a text, times and an index,
   * as inboxes commonly have them; or the thinnest one that there can be.
   */
  readonly oneRowEach: (users: number, isThin: boolean) => Promise<void>
  readonly stop: () => Promise<void>
}

export const stores: Readonly<Record<StoreName, () => Promise<Store | undefined>>> = {
  sqlite,
  postgres,
  redis,
}

const text = '{"level":30,"text":"Maintenance tonight at eight.","url":"/status"}'

const common = {
  table: `CREATE TABLE each (id text PRIMARY KEY, uid bigint, message text, read_at bigint, created_at bigint);
    CREATE INDEX each_uid ON each (uid, read_at)`,
  select: `SELECT 'message ' || uid, uid, '${text}', NULL, 1`,
}
const thin = {
  table: 'CREATE TABLE each (uid bigint, message bigint, PRIMARY KEY (uid, message))',
  select: 'SELECT uid, 1',
}

async function sqlite(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-bench-'))
  return {
    create: async (name) => sqliteBackend(join(folder, `${name}.db`)),
    async createHasty() {
      const database = new DatabaseSync(join(folder, 'hasty.db'))
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
      return sqliteBackend(database)
    },
    async oneRowEach(users, isThin) {
      const database = new DatabaseSync(join(folder, 'each.db'))
      database.exec('PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS each')
      database.exec(isThin ? thin.table : common.table)
      database.exec(`WITH RECURSIVE n (uid) AS (SELECT 1 UNION ALL SELECT uid + 1 FROM n LIMIT ${users})
        INSERT INTO each ${isThin ? thin.select : common.select} FROM n`)
      database.close()
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function postgres(): Promise<Store> {
  const started = await startPostgres()
  const pools: pg.Pool[] = []
  const connect = (schema: string) => {
    const options = `-c search_path=${schema}`
    const pool = new pg.Pool({ connectionString: started.url, options, max: 4 })
    // The server ends before all of them know.
    pool.on('error', () => undefined)
    pools.push(pool)
    return pool
  }
  const admin = connect('public')
  return {
    async create(name) {
      await admin.query(`CREATE SCHEMA ${name}`)
      const pool = connect(name)
      return postgresBackend({ query: async (sql, values) => (await pool.query(sql, values)).rows })
    },
    async oneRowEach(users, isThin) {
      await admin.query(`DROP TABLE IF EXISTS each; ${isThin ? thin.table : common.table}`)
      await admin.query(
        `INSERT INTO each ${isThin ? thin.select : common.select} FROM generate_series(1, $1::bigint) n (uid)`,
        [users],
      )
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.end()))
      await started.stop()
    },
  }
}

async function redis(): Promise<Store | undefined> {
  const started = await startRedis()
  if (!started) return undefined
  const client = await createClient({ url: started.url }).connect()
  return {
    create: async (name) => redisBackend(client, { prefix: `${name}:` }),
    async oneRowEach(users, isThin) {
      const each = isThin
        ? `redis.call('SET', 'thin:' .. i, 1)`
        : `redis.call('RPUSH', 'each:' .. i, ARGV[2])`
      const script = `for i = 1, tonumber(ARGV[1]) do ${each} end`
      await client.eval(script, { keys: [], arguments: [String(users), text] })
    },
    async stop() {
      await client.close()
      await started.stop()
    },
  }
}
