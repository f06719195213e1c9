import { parentPort, workerData } from 'node:worker_threads'
import { createInbox } from '@flashpost/inbox'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { makeReport } from '../report.ts'
import type { ReportJob } from '../report.ts'

const { file, secret } = workerData as { readonly file: string; readonly secret: string }
// The server's secret: it has signed the handles to which this thread replies.
const inbox = createInbox({ backend: sqliteBackend(file), secret })

parentPort!.on('message', (job: ReportJob) => {
  makeReport(inbox, job).catch(console.error)
})
