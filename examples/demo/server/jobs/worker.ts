// The thread beside the server: it makes exports, and shares nothing with the server but the file of the inbox.
import { parentPort, workerData } from 'node:worker_threads'
import { createInbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { exportOrders } from './export-orders.ts'
import type { ExportJob } from './export-orders.ts'

const { file, secret } = workerData as { readonly file: string; readonly secret: string }
const inbox = createInbox({ backend: sqliteBackend(file), secret })

parentPort!.on('message', (job: ExportJob) => {
  exportOrders(inbox, job).catch(console.error)
})
