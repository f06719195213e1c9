// A worker thread that makes reports, and a server, on one SQLite file: node thread/server.ts
import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { createInbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { buildApp } from '../app.ts'

const { PORT = '3000', INBOX: file = 'inbox.db' } = process.env
const { FLASH_SECRET: secret = randomBytes(32).toString('base64url') } = process.env

const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: { file, secret } })
// What the thread writes to the file is seen here within a tenth of a second.
const inbox = createInbox({ backend: sqliteBackend(file) })
const app = await buildApp({ secret, inbox, start: (job) => worker.postMessage(job, []) })
app.addHook('onClose', async () => {
  await worker.terminate()
  await inbox.close()
})
process.once('SIGTERM', () => void app.close())

console.log(await app.listen({ port: Number(PORT) }))
