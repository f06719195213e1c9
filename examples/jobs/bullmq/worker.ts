// Makes the reports of the queue. As many of these as you like: node bullmq/worker.ts
import { createInbox } from '@flashpost/inbox'
import { redisBackend } from '@flashpost/inbox/redis'
import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { makeReport } from '../report.ts'
import type { ReportJob } from '../report.ts'

const { REDIS_URL: url = 'redis://localhost:6379', FLASH_SECRET: secret = '' } = process.env

const redis = new Redis(url)
// The server's secret: it has signed the handles to which workers reply.
const inbox = createInbox({ backend: redisBackend(redis), secret })
const worker = new Worker<ReportJob>('reports', ({ data }) => makeReport(inbox, data), {
  connection: { url },
})

process.once('SIGTERM', () => {
  // What is being made is finished first.
  void worker
    .close()
    .then(() => inbox.close())
    .then(() => redis.disconnect())
})
