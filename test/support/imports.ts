import { parseSync } from 'vite'

export interface Import {
  /** What is imported: a relative path, a package or a `node:` builtin. */
  from: string
  /** Whether nothing of the import is left in the emitted JavaScript. */
  typeOnly: boolean
  /** Whether everything that it has is exported again. */
  isStar: boolean
}

/**
 * Lists every import, re-export, dynamic import and `import('…')` type of a TypeScript file.
 * @throws When the code does not parse, or a dynamic import's target is not a plain string.
 */
export function importsOf(file: string, code: string): Import[] {
  const { program, errors } = parseSync(file, code)
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`)

  const imports: Import[] = []
  visit(program, (node) => {
    const { type, source, importKind, exportKind } = node
    if (!importTypes.has(String(type)) || !source) return
    const from = (source as { value?: unknown }).value
    if (typeof from !== 'string') throw new Error(`${file}: an import of a computed name`)
    const typeOnly = [importKind, exportKind].includes('type') || type === 'TSImportType'
    imports.push({ from, typeOnly, isStar: type === 'ExportAllDeclaration' })
  })
  return imports
}

const importTypes = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

function visit(node: unknown, enter: (node: Record<string, unknown>) => void): void {
  if (typeof node !== 'object' || node === null) return
  if ('type' in node) enter({ ...node })
  for (const child of Object.values(node)) visit(child, enter)
}
