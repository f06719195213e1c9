import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findOnPath } from './find-on-path.ts'
import { freePort, startProcess } from './start-process.ts'

export interface StartedNginx {
  /** Of 127.0.0.1. */
  port: number
  /** Ends the proxy and removes its files. */
  stop(): Promise<void>
}

/** Debian keeps it where only root's PATH looks. */
export function findNginx(): string | undefined {
  return findOnPath('nginx') ?? ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find(existsSync)
}

/**
 * Starts an nginx in front of a server of 127.0.0.1, with every default that has to do with sizes and times.
 * @throws Where nginx is not installed; `test.skipIf(!inject('hasNginx'))` what needs it.
 */
export async function startNginx({
  upstreamPort,
}: {
  upstreamPort: number
}): Promise<StartedNginx> {
  const command = findNginx()
  if (!command) throw new Error('nginx is not installed')

  const folder = await mkdtemp(join(tmpdir(), 'flashpost-nginx-'))
  // Started by root, it works as nobody, who has to get to the files of large answers.
  await chmod(folder, 0o755)
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  await writeFile(file, configure(folder, port, upstreamPort))
  const server = await startProcess(command, ['-e', 'stderr', '-p', folder, '-c', file], {
    ready: /start worker process/,
  })

  return {
    port,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configure(folder: string, port: number, upstreamPort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path "${join(folder, name)}";`,
  )
  return `daemon off;
worker_processes 1;
pid "${join(folder, 'nginx.pid')}";
error_log stderr notice;
events {}
http {
  access_log off;
${temporary.join('\n')}
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${upstreamPort};
    }
  }
}
`
}
