import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import type { Hearing, Orders, Shared } from './process-inbox.ts'

export type Kind = Shared['kind']

/** A place of its own for the inbox of a test. @param servers where there are some */
export async function createShared(
  kind: Kind,
  servers: { readonly redis?: string | undefined; readonly postgres: string },
): Promise<Shared> {
  const space = `live_${crypto.randomUUID().slice(0, 8)}`
  if (kind === 'redis') return { kind, where: servers.redis!, space: `${space}:` }
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'flashpost-live-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return { kind, where: join(folder, 'inbox.db'), space }
  }
  const admin = new pg.Client({ connectionString: servers.postgres })
  await admin.connect()
  await admin.query(`CREATE SCHEMA ${space}`)
  await admin.end()
  return { kind, where: servers.postgres, space }
}

/** Starts an app with live streams. @param page the folder of a page that it serves */
export async function startApp(shared: Shared, hearing?: Hearing, page?: string) {
  const { child, first } = await start('process-app.ts', { shared, hearing, page })
  const port = Number(first)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    kill: () => kill(child),
    /** Sends by a request to it. @returns whether that was answered */
    send: (user: string, text: string) =>
      fetch(`http://127.0.0.1:${port}/send?user=${user}&text=${text}`, { method: 'POST' }).then(
        ({ ok }) => ok,
        () => false,
      ),
  }
}

/** Starts a worker. */
export async function startWorker(shared: Shared, hearing?: Hearing) {
  const { child } = await start('process-worker.ts', { shared, hearing })
  const sent: unknown[] = []
  child.on('message', (text) => sent.push(text))
  return {
    /** The texts that it has sent. */
    sent: sent as readonly unknown[],
    kill: () => kill(child),
    /** Has it send to a user, or to everybody. */
    send: (user: string | null, text: string) => child.send({ user, text }),
  }
}

async function start(file: string, orders: Orders) {
  const script = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(script, [JSON.stringify(orders)], {
    execArgv: ['--conditions=@flashpost/source', '--no-warnings'],
  })
  onTestFinished(() => kill(child))
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${code}.`)
  })
  const [first] = await Promise.race([once(child, 'message'), ended])
  // It may be killed from now on.
  ended.catch(() => undefined)
  return { child, first: first as unknown }
}

/** As `kill -9` does, and waits until it is gone. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
