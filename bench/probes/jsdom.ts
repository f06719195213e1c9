import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { builtForNode } from './build.ts'
import type { Name } from './driver.ts'
import type { InJsdom } from './page/jsdom.tsx'

/** Asks a toaster in a process of its own, which has a page of jsdom. */
export async function runInJsdom(name: Name): Promise<InJsdom> {
  const program = join(import.meta.dirname, 'jsdom-process.ts')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, builtForNode('jsdom'), name],
    {
      env: { ...process.env, NODE_ENV: 'test' },
      timeout: 120_000,
    },
  )
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}
