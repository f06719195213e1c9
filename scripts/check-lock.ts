// A lock made where a registry lacks a platform's binaries drops them silently, and `npm ci` fails
// on that platform. This finds every optional dependency that the lock promises and does not hold.
import { readFileSync } from 'node:fs'

interface LockEntry {
  version?: string
  optionalDependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockEntry>
}
const wanted = Object.entries(lock.packages).flatMap(([at, entry]) =>
  Object.entries(entry.optionalDependencies ?? {}).map(([name, range]) => ({ at, name, range })),
)
const missing = wanted.filter(({ at, name, range }) => !isLocked(at, name, range))

for (const { at, name, range } of missing) console.error(`missing: ${name}@${range} of ${at}`)
if (missing.length > 0) process.exit(1)
console.log(`package-lock.json: all ${wanted.length} optional packages are there`)

/** Looks where Node would: in the package's own node_modules, then in each folder above. */
function isLocked(at: string, name: string, range: string): boolean {
  const held = lock.packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]
  if (held) return !isExact(range) || held.version === range
  return at !== '' && isLocked(parentOf(at), name, range)
}

function parentOf(at: string): string {
  return at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : ''
}

function isExact(range: string): boolean {
  return /^\d/.test(range) && !range.includes(' ')
}
