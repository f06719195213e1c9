import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteBackend } from '@flashpost/inbox/sqlite'
import { afterAll, expect, test } from 'vitest'
import { checkModel, patience } from './model/check-model.ts'

const folder = mkdtempSync(join(tmpdir(), 'flashpost-inbox-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let file = 0

test(
  'in SQLite, two connections and their clients see what a plain model says, whatever is done',
  { timeout: patience },
  async () => {
    const create = async () => {
      const path = join(folder, `${++file}.db`)
      return [sqliteBackend(path), sqliteBackend(path)] as const
    }
    await expect(checkModel(create)).resolves.toBeUndefined()
  },
)
