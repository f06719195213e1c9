// The inbox of a process that the tests start: on a file, a schema or a prefix that others share.
import { createInbox } from '@flashpost/inbox'
import type { Backend, Inbox } from '@flashpost/inbox'
import { postgresBackend } from '@flashpost/inbox/postgres'
import { redisBackend } from '@flashpost/inbox/redis'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import pg from 'pg'
import { createClient } from 'redis'

/** Where several processes keep one inbox. */
export interface Shared {
  readonly kind: 'sqlite' | 'postgres' | 'redis'
  /** A path, or the address of a server. */
  readonly where: string
  /** What is only theirs in it. */
  readonly space: string
}

/** How a process learns what others do. */
export type Hearing = 'hints and asking' | 'hints alone' | 'asking alone'

/** What a process that the tests start is told. */
export interface Orders {
  readonly shared: Shared
  /** @default 'hints and asking' */
  readonly hearing?: Hearing | undefined
  /** The folder of a page that an app serves. */
  readonly page?: string | undefined
}

/** What the parent of this process has said. */
export const orders = JSON.parse(process.argv[2]!) as Orders

/** The inbox that the parent of this process has ordered. */
export async function openSharedInbox(): Promise<Inbox> {
  const { shared, hearing } = orders
  const backend = await open[shared.kind](shared)
  const lost = { publish: () => undefined, listen: () => () => undefined }
  return createInbox({
    backend: hearing === 'asking alone' ? { ...backend, hints: lost } : backend,
    // Longer than a test takes, or so often that none waits for it.
    pollInterval: hearing === 'hints alone' ? 600_000 : 100,
  })
}

const open: Readonly<Record<Shared['kind'], (shared: Shared) => Promise<Backend>>> = {
  sqlite: async ({ where }) => sqliteBackend(where),
  async postgres({ where, space }) {
    const options = { connectionString: where, options: `-c search_path=${space}`, max: 4 }
    const pool = new pg.Pool(options)
    return postgresBackend({
      query: async (sql, values) => (await pool.query(sql, values)).rows,
      async listen(channel, onPayload) {
        const client = new pg.Client(options)
        await client.connect()
        client.on('notification', ({ payload = '' }) => onPayload(payload))
        await client.query(`LISTEN ${channel}`)
        return () => client.end()
      },
    })
  },
  async redis({ where, space }) {
    const client = await createClient({ url: where }).connect()
    return redisBackend(client, { prefix: space, subscriber: await client.duplicate().connect() })
  },
}
