import { globSync } from 'node:fs'
import { posix } from 'node:path'
import { readManifest } from '../repository.ts'
import { createReader } from './module.ts'
import type { Declaration } from './module.ts'
import { writePage } from './page.ts'
import type { Entry } from './page.ts'

/** What hosts of the protocol use is described where it is written: they read it anyway. */
const left = new Set(['@flashpost/core/protocol'])
const packages = ['core', 'fastify', 'inbox', 'react', 'msw']

/** The pages of the reference, by file. */
export function referencePages(): ReadonlyMap<string, string> {
  const sources = entrySources()
  const read = createReader(sources)
  const entriesOf = (name: string): readonly Entry[] =>
    [...sources]
      .filter(([entry]) => new RegExp(`^@flashpost/${name}(?:/|$)`).test(entry) && !left.has(entry))
      .map(([entry, file]) => ({ name: entry, module: read(file) }))

  const core = new Set([...read(sources.get('@flashpost/core')!).exported().values()].map(keyOf))
  const inCore = (found: Declaration) =>
    core.has(keyOf(found)) ? `core.md#${found.name.toLowerCase()}` : undefined
  return new Map(
    packages.map((name) => [
      `docs/reference/${name}.md`,
      writePage(`@flashpost/${name}`, entriesOf(name), name === 'core' ? () => undefined : inCore),
    ]),
  )
}

function keyOf({ name, module }: Declaration): string {
  return `${module.file} ${name}`
}

/** The entries of every package, as they are imported, and the source of each. */
function entrySources(): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  for (const folder of globSync('packages/*/package.json')
    .map((file) => posix.dirname(file))
    .toSorted()) {
    const { name, exports } = readManifest(folder)
    const all = exports as Record<string, { readonly '@flashpost/source': string }>
    for (const [path, { '@flashpost/source': source }] of Object.entries(all)) {
      if (source.endsWith('.ts')) entries.set(posix.join(name, path), posix.join(folder, source))
    }
  }
  return entries
}
