import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'vite'

/** What a module exports, by name. */
export interface Exports {
  readonly values: ReadonlySet<string>
  readonly types: ReadonlySet<string>
}

type Node = Readonly<Record<string, unknown>>

/** The entries of every package, as they are imported, and the source of each. */
export function entriesOf(pattern = 'packages/*/package.json'): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  for (const file of globSync(pattern).toSorted()) {
    const { name, exports } = JSON.parse(readFileSync(file, 'utf8')) as {
      name: string
      exports: Record<string, { '@flashpost/source': string }>
    }
    for (const [path, { '@flashpost/source': source }] of Object.entries(exports)) {
      if (!source.endsWith('.ts')) continue
      entries.set(posix.join(name, path), posix.join(posix.dirname(file), source))
    }
  }
  return entries
}

/** Reads from its source what a module exports. */
export function exportsOf(file: string, entries: ReadonlyMap<string, string>): Exports {
  const values = new Set<string>()
  const types = new Set<string>()
  const targetOf = (from: string) => entries.get(from) ?? posix.join(posix.dirname(file), from)

  const { program } = parseSync(file, readFileSync(file, 'utf8'))
  for (const node of program.body as unknown as readonly Node[]) {
    if (node['type'] === 'ExportDefaultDeclaration') values.add('default')
    if (node['type'] === 'ExportAllDeclaration') {
      // A star never brings a default along.
      const all = exportsOf(targetOf((node['source'] as { value: string }).value), entries)
      for (const name of all.types) types.add(name)
      if (node['exportKind'] !== 'type')
        for (const name of all.values) if (name !== 'default') values.add(name)
    }
    if (node['type'] !== 'ExportNamedDeclaration') continue
    const isType = (one: Node) => one['exportKind'] === 'type'
    const declared = namesOf(node['declaration'] as Node | null)
    for (const name of declared) (isType(node) ? types : values).add(name)
    for (const one of node['specifiers'] as readonly Node[]) {
      const { name } = one['exported'] as { name: string }
      ;(isType(node) || isType(one) ? types : values).add(name)
    }
  }
  return { values, types }
}

/** The names that a declaration declares. */
function namesOf(declaration: Node | null): readonly string[] {
  if (!declaration) return []
  const { id, declarations } = declaration as {
    id?: { name: string }
    declarations?: readonly { id: { name: string } }[]
  }
  return id ? [id.name] : (declarations ?? []).map((each) => each.id.name)
}
