import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findOnPath } from './find-on-path.ts'
import { freePort, startProcess } from './start-process.ts'
import type { StartedServer } from './services.ts'

export function findRedis(): string | undefined {
  return findOnPath('redis-server', 'valkey-server')
}

/** Starts an empty Redis that keeps nothing on disk; nothing where no Redis is installed. */
export async function startRedis(): Promise<StartedServer | undefined> {
  const command = findRedis()
  if (!command) return undefined

  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'flashpost-redis-'))
  const flags = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = await startProcess(command, args, { ready: /ready to accept connections/i })

  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
