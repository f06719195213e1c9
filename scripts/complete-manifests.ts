// Copies to each package.json where it comes from. Whoever publishes changes `repository` in the root's
// and runs this; a test finds a manifest that says something else.
import { globSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path/posix'
import { origin, readManifest } from './repository.ts'

for (const folder of ['.', ...globSync('packages/*/package.json').map(dirname)]) {
  const completed = { ...readManifest(folder), ...origin(folder === '.' ? undefined : folder) }
  writeFileSync(`${folder}/package.json`, `${JSON.stringify(completed, null, 2)}\n`)
}
