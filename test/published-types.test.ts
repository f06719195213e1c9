import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const newest = join(dirname(process.execPath), '../../typescript')
const run = (compiler: string, ...options: readonly string[]) =>
  promisify(execFile)(process.execPath, [join(compiler, 'bin/tsc'), ...options])

beforeAll(async () => {
  await run(newest, '-b', ...['fastify', 'react', 'msw'].map((name) => `packages/${name}`))
}, 60_000)

test.each([
  ['the oldest TypeScript', 'test/oldest-typescript/node_modules/typescript'],
  ['the newest TypeScript', newest],
])('an app as strict as can be compiles with %s', { timeout: 60_000 }, async (_, compiler) => {
  const { stdout } = await run(compiler, '-p', 'test/types/published').catch(
    (error: { readonly stdout: string }) => error,
  )
  // What others publish is not ours to tell.
  expect(stdout.split('\n').filter((line) => /^(?:packages|test)\//.test(line))).toEqual([])
})

test('the check can fail', { timeout: 60_000 }, async () => {
  const failed = run(newest, '-p', 'test/types/published', '--types', 'nothing-of-that-name')
  await expect(failed).rejects.toHaveProperty('stdout', expect.stringContaining('nothing-of-that'))
})
