import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkJobs } from './check-jobs.ts'
import { startExample } from './start-example.ts'

test(
  'a worker thread answers who is signed in and who is not, and the server ends when it is told to',
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flashpost-jobs-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const server = startExample('thread/server.ts', { INBOX: join(folder, 'inbox.db') })
    await checkJobs(await server.address())
    server.stop()
    expect(await server.ended).toEqual([0, null])
  },
)
