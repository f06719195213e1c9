import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const script = join(import.meta.dirname, 'retained-memory-child.ts')
const megabyte = 1_000_000

// A text of V8's that is cut out of a header keeps the whole header: 10,000 of 12 kB are 120 MB, 4,000 are 48 MB.
test.each([
  ['Flash-Client', 10_000],
  ['Flash-Used', 4_000],
  ['Cookie', 4_000],
])(
  'requests with 12 kB of %s each leave no headers in memory: %d of them',
  async (kind, visitors) => {
    const flags = ['--expose-gc', '--conditions=@flashpost/source']
    const { stdout } = await run(process.execPath, [...flags, script, kind, String(visitors)])
    const { held } = JSON.parse(stdout) as { held: number }
    expect(held).toBeLessThan(30 * megabyte)
  },
  120_000,
)
