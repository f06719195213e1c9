import { redisBackend } from '@flashpost/inbox/redis'
import { testBackend } from '@flashpost/inbox/testing'
import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startRedisCluster } from '../../../scripts/start-redis-cluster.ts'
import { checkHints, checkWithoutHints } from './hints.ts'

const url = inject('redisUrl')
const cluster = await startRedisCluster()
const nodes = cluster?.urls ?? []
afterAll(() => cluster?.stop())

type Client = Parameters<typeof redisBackend>[0]
type Subscriber = NonNullable<NonNullable<Parameters<typeof redisBackend>[1]>['subscriber']>

/** What one process of an app has: a client, another one that listens, and what ends both. */
interface Connected {
  readonly client: Client
  readonly subscriber: Subscriber
  readonly end: () => Promise<unknown>
}

const clients: Readonly<Record<string, () => Promise<Connected>>> = {
  async redis() {
    const client = await createClient({ url: url! }).connect()
    const subscriber = await client.duplicate().connect()
    return { client, subscriber, end: () => Promise.all([client.close(), subscriber.close()]) }
  },
  async ioredis() {
    const client = new Redis(url!)
    const subscriber = client.duplicate()
    return { client, subscriber, end: () => Promise.all([client.quit(), subscriber.quit()]) }
  },
  async 'a cluster of redis'() {
    const client = await createCluster({
      rootNodes: nodes.map((each) => ({ url: each })),
    }).connect()
    return { client, subscriber: client, end: () => client.close() }
  },
  async 'a cluster of ioredis'() {
    const client = new Cluster([...nodes], { shardedSubscribers: true })
    return { client, subscriber: client, end: () => client.quit() }
  },
}

describe.skipIf(!url || !cluster).each(Object.entries(clients))(
  'Through %s',
  { timeout: 60_000 },
  (name, connect) => {
    let connected: readonly Connected[] = []
    let turn = 0
    const next = () => connected[turn++ % 2]!
    beforeAll(async () => {
      connected = [await connect(), await connect()]
    })
    afterAll(() => Promise.all(connected.map(({ end }) => end())))

    testBackend({
      test,
      create(each) {
        const { client, subscriber } = next()
        return redisBackend(client, { prefix: `${name} ${each}:`, subscriber })
      },
    })

    test('what another process does is heard of at once, and without hints a little later', async () => {
      const create = (isListening: boolean) => {
        const { client, subscriber } = next()
        const options = { prefix: `${name} hints:`, ...(isListening && { subscriber }) }
        return redisBackend(client, options)
      }
      await expect(checkHints(create)).resolves.toBeUndefined()
      await expect(checkWithoutHints(create)).resolves.toBeUndefined()
    })
  },
)
