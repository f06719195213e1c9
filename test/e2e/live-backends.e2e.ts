// A real browser at one of two processes, and a worker, with one inbox between them in each kind of database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createShared, startApp, startWorker } from '../../packages/fastify/test/live/processes.ts'
import type { Kind } from '../../packages/fastify/test/live/processes.ts'
import type { StartedServer } from '../../scripts/services.ts'
import { startPostgres } from '../../scripts/start-postgres.ts'
import { findRedis, startRedis } from '../../scripts/start-redis.ts'
import { appearances, watchAppearances } from '../support/e2e-init.ts'
import { knownInbox, openLive, prepareLive } from '../support/e2e-live.ts'
import { startSwitchProxy } from '../support/switch-proxy.ts'

const stage = prepareLive()
const patience = { timeout: 45_000, interval: 50 }
const texts = Array.from({ length: 20 }, (_, index) => `text-${index}`)
const kinds: readonly Kind[] = ['sqlite', 'postgres', 'redis']

let redis: StartedServer | undefined
let postgres: StartedServer
beforeAll(async () => {
  redis = await startRedis()
  postgres = await startPostgres()
})
afterAll(() => Promise.all([redis?.stop(), postgres.stop()]))

describe.each(kinds.filter((kind) => kind !== 'redis' || findRedis()))(
  'a page at one of two processes on %s',
  { timeout: 90_000 },
  (kind) => {
    test.each(['hints and asking', 'asking alone'] as const)(
      'shows what a worker and the other process send, by %s, and everything once when its own is killed',
      async (hearing) => {
        const { signIn, page: folder } = stage()
        const shared = await createShared(kind, { redis: redis?.url, postgres: postgres.url })
        const [here, there, worker] = await Promise.all([
          startApp(shared, hearing, folder),
          startApp(shared, hearing, folder),
          startWorker(shared, hearing),
        ])
        const { url, lead } = await startSwitchProxy(here.url)
        const context = await signIn('ada', url)
        await watchAppearances(context)
        const page = await openLive(context, url, '&scene=list&brief')
        const shown = async () => (await appearances(page)).map(({ text }) => text)
        await expect.poll(() => knownInbox(page), patience).toBeDefined()

        await there.send('ada', 'from-there')
        await expect.poll(shown, patience).toEqual(['from-there'])
        worker.send(null, 'to-all')
        await expect.poll(shown, patience).toEqual(['from-there', 'to-all'])

        for (const text of texts) worker.send('ada', text)
        await expect.poll(async () => (await shown()).length, patience).toBeGreaterThan(4)
        lead(there.url)
        await here.kill()
        const all = ['from-there', 'to-all', ...texts]
        await expect.poll(async () => new Set(await shown()), patience).toEqual(new Set(all))
        await expect.poll(async () => (await knownInbox(page))?.unread, patience).toBe(all.length)
        expect(await shown()).toHaveLength(all.length)
      },
    )
  },
)
