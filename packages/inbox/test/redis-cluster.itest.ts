import { redisBackend } from '@flashpost/inbox/redis'
import { testBackend } from '@flashpost/inbox/testing'
import { createCluster } from 'redis'
import { afterAll, describe, test } from 'vitest'
import { startRedisCluster } from '../../../scripts/start-redis-cluster.ts'

const started = await startRedisCluster()
const rootNodes = (started?.urls ?? []).map((url) => ({ url }))
const clusters = await Promise.all(
  started ? [0, 1].map(() => createCluster({ rootNodes }).connect()) : [],
)
afterAll(async () => {
  await Promise.all(clusters.map((cluster) => cluster.close()))
  await started?.stop()
})

describe.skipIf(!started)('In a Redis cluster of three nodes', { timeout: 60_000 }, () => {
  let turn = 0
  testBackend({
    test,
    create: (name) => redisBackend(clusters[turn++ % 2]!, { prefix: `contract:${name}:` }),
  })
})
