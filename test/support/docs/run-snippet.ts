import type { FunctionComponent } from 'react'
import { parseSync, transformWithOxc } from 'vite'
import { addImports } from './imports.ts'
import type { Snippet } from './snippets.ts'

/** What a snippet leaves behind. */
export interface Outcome {
  /** What its last line comes to. */
  readonly value: unknown
  /** The components that it makes and that need no properties. */
  readonly components: readonly FunctionComponent[]
}

interface Statement {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly id?: { readonly name: string }
  readonly params?: readonly unknown[]
  readonly specifiers?: readonly {
    readonly type: string
    readonly local: { readonly name: string }
    readonly imported?: { readonly name: string }
  }[]
  readonly source?: { readonly value: string }
  readonly declaration?: Statement
}

/**
 * Makes a function of a snippet, as if a reader had pasted it into a module: its imports are loaded, the rest runs when
 * the function is called.
 * @param given what the app around it has, by name
 */
export async function prepareSnippet(
  { code, page, line }: Pick<Snippet, 'code' | 'page' | 'line'>,
  given: Readonly<Record<string, unknown>>,
): Promise<() => Outcome | Promise<Outcome>> {
  const { code: plain } = await transformWithOxc(addImports(code), `${page}-${line}.tsx`, {
    jsx: { runtime: 'classic' },
  })
  const statements = parseSync('snippet.js', plain).program.body as unknown as readonly Statement[]
  const imported: Record<string, unknown> = {}
  const lines: string[] = []
  const components: string[] = []
  for (const statement of statements) {
    if (statement.type === 'ImportDeclaration') {
      Object.assign(imported, await loadImport(statement))
      continue
    }
    if (statement.type === 'ExportNamedDeclaration' && !statement.declaration) continue
    const { start, end, id, params } = statement.declaration ?? statement
    const isLast = statement === statements.at(-1) && statement.type === 'ExpressionStatement'
    lines.push(isLast ? `const lastValue = ${plain.slice(start, end)}` : plain.slice(start, end))
    if (id && /^[A-Z]/.test(id.name) && params?.length === 0) components.push(id.name)
    if (isLast) lines.push('outcome.value = lastValue')
  }
  lines.push(`outcome.components = [${components.join(', ')}]`)
  // A block of its own, for a snippet may declare again what the app around it has.
  const body = `const outcome = {}; { ${lines.join('\n')} } return outcome`
  const scope = { ...given, ...imported }
  const make = (asynchronous: 'async ' | '') =>
    // oxlint-disable-next-line typescript/no-implied-eval -- what stands in the docs runs as it stands
    new Function(...Object.keys(scope), `return ${asynchronous}() => { ${body} }`)
  const made = compiles(() => make('')) ? make('') : make('async ')
  return made(...Object.values(scope)) as () => Outcome | Promise<Outcome>
}

async function loadImport({ source, specifiers = [] }: Statement): Promise<object> {
  if (source!.value.endsWith('.css')) return {}
  const module = (await import(/* @vite-ignore */ source!.value)) as Record<string, unknown>
  return Object.fromEntries(
    specifiers.map(({ local, imported }) => [local.name, module[imported?.name ?? 'default']]),
  )
}

function compiles(make: () => unknown): boolean {
  try {
    make()
    return true
  } catch {
    return false
  }
}
