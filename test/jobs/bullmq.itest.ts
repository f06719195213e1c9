import { expect, inject, test } from 'vitest'
import { checkJobs } from './check-jobs.ts'
import { startExample } from './start-example.ts'

const url = inject('redisUrl')

test.skipIf(!url)(
  'a worker of BullMQ answers who is signed in and who is not, from a process of its own',
  { timeout: 60_000 },
  async () => {
    const env = { REDIS_URL: `${url}/9` }
    const processes = [startExample('bullmq/server.ts', env), startExample('bullmq/worker.ts', env)]
    await checkJobs(await processes[0]!.address())
    for (const each of processes) {
      each.stop()
      expect(await each.ended).toEqual([0, null])
    }
  },
)
