import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { posix } from 'node:path'
import { readManifest } from './repository.ts'

/** The folders of the packages that are published. */
export function publicPackages(): readonly string[] {
  return globSync('packages/*/package.json')
    .map((file) => posix.dirname(file))
    .filter((folder) => !readManifest(folder).private)
    .toSorted()
}

/**
 * Runs npm in a folder. Returns what it printed.
 * @throws With npm's output, when it fails.
 */
export function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`)
  return stdout
}
