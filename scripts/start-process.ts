import { spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface StartedProcess {
  /** Asks the process to end and waits until it has. */
  stop(): Promise<void>
}

export interface StartProcessOptions extends Pick<SpawnOptions, 'uid' | 'gid' | 'cwd' | 'env'> {
  /** The line of output that says the process takes connections. */
  ready: RegExp
  /** @default 'SIGTERM' */
  stopSignal?: NodeJS.Signals
}

/**
 * Starts a server and waits until it says that it is ready.
 * @throws With the server's output, when it ends before that.
 */
export async function startProcess(
  command: string,
  args: string[],
  { ready, stopSignal = 'SIGTERM', ...options }: StartProcessOptions,
): Promise<StartedProcess> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = () => child.kill(stopSignal)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  process.once('exit', kill)

  await new Promise<void>((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (ready.test(output)) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    child.once('close', (code) => reject(new Error(`${command} ended (${code}):\n${output}`)))
  })

  return {
    async stop() {
      process.off('exit', kill)
      kill()
      await ended
    },
  }
}

/** A TCP port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
