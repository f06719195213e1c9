import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findOnPath } from './find-on-path.ts'
import { freePort, startProcess } from './start-process.ts'
import { findRedis } from './start-redis.ts'

export interface StartedCluster {
  /** Where clients connect, one for each node. */
  urls: string[]
  /** Ends the nodes and removes their files. */
  stop(): Promise<void>
}

/**
 * Starts an empty Redis cluster of three masters; nothing where no Redis or no redis-cli is installed.
 * @throws when the nodes do not find each other within ten seconds
 */
export async function startRedisCluster(): Promise<StartedCluster | undefined> {
  const command = findRedis()
  const cli = findOnPath('redis-cli', 'valkey-cli')
  if (!command || !cli) return undefined

  const nodes = await Promise.all([0, 1, 2].map(() => startNode(command)))
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())))
  const ask = (port: number, ...args: string[]) =>
    spawnSync(cli, ['-p', String(port), ...args], { encoding: 'utf8' }).stdout
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`)
  const made = spawnSync(cli, ['--cluster', 'create', ...addresses, '--cluster-yes'], {
    encoding: 'utf8',
  })
  for (let tried = 0; tried < 100; tried++) {
    if (nodes.every(({ port }) => ask(port, 'cluster', 'info').includes('cluster_state:ok')))
      return { urls: addresses.map((address) => `redis://${address}`), stop }
    await setTimeout(100)
  }
  await stop()
  throw new Error(`The nodes do not find each other:\n${made.stdout}${made.stderr}`)
}

async function startNode(command: string) {
  const [port, busPort] = [await freePort(), await freePort()]
  const folder = await mkdtemp(join(tmpdir(), 'flashpost-redis-'))
  const flags = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    'cluster-enabled': 'yes',
    'cluster-port': busPort,
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = await startProcess(command, args, { ready: /ready to accept connections/i })
  return {
    port,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
