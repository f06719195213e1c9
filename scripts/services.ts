import type { TestProject } from 'vitest/node'
import { findNginx } from './start-nginx.ts'
import { startPostgres } from './start-postgres.ts'
import { startRedis } from './start-redis.ts'

export interface StartedServer {
  /** Where clients connect. */
  url: string
  /** Ends the server and removes its files. */
  stop(): Promise<void>
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Nothing where Redis is not installed; `describe.skipIf(!redisUrl)` its tests. */
    redisUrl: string | undefined
    postgresUrl: string
    /** Whether `startNginx` can put an nginx before a test's own server; `test.skipIf(!hasNginx)` those tests. */
    hasNginx: boolean
  }
}

/** Vitest's global set-up of the `services` project: real servers for the whole run. */
export default async function services(project: TestProject): Promise<() => Promise<void>> {
  const redis = await startRedis()
  if (!redis && process.env.CI) throw new Error('CI needs Redis: install redis-server')
  const hasNginx = findNginx() !== undefined
  if (!hasNginx && process.env.CI) throw new Error('CI needs nginx: install nginx-light')
  const postgres = await startPostgres()

  project.provide('redisUrl', redis?.url)
  project.provide('postgresUrl', postgres.url)
  project.provide('hasNginx', hasNginx)

  return async () => {
    await Promise.all([redis?.stop(), postgres.stop()])
  }
}
