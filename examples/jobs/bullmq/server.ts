// A server that puts reports into a queue, on Redis: node bullmq/server.ts
import { createInbox } from '@flashpost/inbox'
import { redisBackend } from '@flashpost/inbox/redis'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { buildApp } from '../app.ts'
import type { ReportJob } from '../report.ts'

const { PORT = '3000', REDIS_URL: url = 'redis://localhost:6379' } = process.env
const { FLASH_SECRET: secret = '' } = process.env

const redis = new Redis(url)
// Hears of what workers send at once; without it, a little later.
const subscriber = redis.duplicate()
const reports = new Queue<ReportJob>('reports', { connection: { url } })
const inbox = createInbox({ backend: redisBackend(redis, { subscriber }) })
const app = await buildApp({
  secret,
  inbox,
  // A job that is done again, after a crash, has the same key: what it tells replaces what was told.
  start: (job) => reports.add('report', job, { jobId: job.id }),
})
app.addHook('onClose', async () => {
  await reports.close()
  await inbox.close()
  redis.disconnect()
  subscriber.disconnect()
})
process.once('SIGTERM', () => void app.close())

console.log(await app.listen({ port: Number(PORT) }))
