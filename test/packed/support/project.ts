import { execFile } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { freePort, startProcess } from '../../../scripts/start-process.ts'
import type { StartedProcess } from '../../../scripts/start-process.ts'
import { readManifest } from '../../../scripts/repository.ts'
import type { Guide } from './guide.ts'

/** A stranger's folder: it knows nothing of the repository, and installs what would be published. */
export interface Project {
  readonly folder: string
  readonly write: (files: Guide['files']) => void
  /**
   * Runs a command of a guide to its end. Returns what it printed.
   * @throws With its output, when it fails.
   */
  readonly run: (command: string) => Promise<string>
  /** Starts a command of a guide that goes on. The answer ends it, as does removing the project. */
  readonly start: (command: string, ready: RegExp) => Promise<() => Promise<void>>
  /** The free port that stands for one of the guide's. */
  readonly port: (guides: number) => number
  readonly remove: () => Promise<void>
}

/** @param ports those that the guide names; free ones take their places */
export async function createProject(ports: readonly number[] = []): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'flashpost-packed-'))
  const started = new Set<StartedProcess>()
  const free = new Map<number, number>()
  for (const port of ports) free.set(port, await freePort())
  const withPorts = (text: string) =>
    text.replace(/\b\d{4}\b/g, (digits) => String(free.get(Number(digits)) ?? digits))
  const options = { cwd: folder, env: environment(folder) }

  return {
    folder,
    write(files) {
      for (const [name, content] of files) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), withPorts(content))
      }
    },
    async run(command) {
      const { status, output } = await runToEnd(asPacked(command), options)
      if (status !== 0) throw new Error(`${command} failed:\n${output}`)
      return output
    },
    async start(command, ready) {
      // `exec`, so that what is ended is the server and not a shell around it.
      const direct = withPorts(command).replace(/(?<=^|\s)(?:npx |(?=node ))/, 'exec ')
      const server = await startProcess('sh', ['-c', direct], { ...options, ready })
      started.add(server)
      return async () => {
        started.delete(server)
        await server.stop()
      }
    },
    port: (guides) => free.get(guides) ?? guides,
    async remove() {
      await Promise.all([...started].map((each) => each.stop()))
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

async function runToEnd(command: string, options: { cwd: string; env: NodeJS.ProcessEnv }) {
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], options)
    return { status: 0, output: stdout }
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return { status: 1, output: stdout + stderr }
  }
}

const packs = globSync('packs/*.tgz')

/** A command that installs takes our packages from `packs/`, and others in the versions that are tested. */
function asPacked(command: string): string {
  if (!command.startsWith('npm install')) return command
  const args = command.split(' ').slice(2)
  const wanted = args.map((arg) => {
    if (arg.startsWith('-')) return arg
    return arg.startsWith('@flashpost/') ? tarball(arg) : `${arg}@${versions[arg] ?? 'latest'}`
  })
  // What ours depend on of ours is in no registry either.
  const core = args.some((arg) => arg.startsWith('@flashpost/')) ? [tarball('@flashpost/core')] : []
  return ['npm install --prefer-offline --no-audit --no-fund', ...wanted, ...core].join(' ')
}

function tarball(name: string): string {
  const file = packs.find((each) => basename(each).startsWith(name.slice(1).replace('/', '-')))
  if (!file) throw new Error(`${name} is not packed.`)
  return resolve(file)
}

/** What the repository's own tests have, and what only guides need. */
const versions: Record<string, string> = {
  ...(readManifest('.')['devDependencies'] as Record<string, string>),
  ...(readManifest('examples/demo')['dependencies'] as Record<string, string>),
  ...(readManifest('test/packed')['dependencies'] as Record<string, string>),
}

/** Nothing of the test runner's, which tools would take for the app's own. */
function environment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:NODE_ENV|NODE_OPTIONS|VITE|VITEST|TEST|DEV|PROD|SSR|MODE|npm_(?!config))/.test(name),
  )
  const path = [join(folder, 'node_modules', '.bin'), dirname(process.execPath), process.env.PATH]
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: undefined,
    PATH: path.join(delimiter),
  }
}
