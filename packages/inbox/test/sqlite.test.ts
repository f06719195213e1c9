import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { testBackend } from '@flashpost/inbox/testing'
import { afterAll, describe, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'flashpost-inbox-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('In one SQLite file, to which two processes have a connection each', () => {
  testBackend({ test, create: (name) => sqliteBackend(join(folder, `${name}.db`)) })
})
