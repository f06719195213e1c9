// npm run house              the figures of "Before and after" in ARCHITECTURE.md
// npm run house -- <folder>   those of another checkout of this repository, with its packages linked
import { globSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { argv } from 'node:process'
import { parseSync } from 'vite'
import { knotsOf } from '../test/support/circles.ts'
import type { SourceFile } from '../test/support/floors.ts'
import { pathOf } from './message-path.ts'

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
])

const root = resolve(argv[2] ?? '.')
const files = globSync('packages/{core,fastify,msw}/src/**/*.{ts,tsx}', { cwd: root }).map(readFile)
const largestFile = files.map((file) => ({ name: nameOf(file), lines: linesOf(file.code) }))
const largestFunction = files.flatMap(functionsOf)
const knots = knotsOf(files)

console.table({
  files: files.length,
  lines: largestFile.reduce((sum, { lines }) => sum + lines, 0),
  'largest file': largest(largestFile),
  'largest function': largest(largestFunction),
  circles: knots.length === 0 ? '0' : `of ${knots.map((knot) => knot.length).join(', ')} files`,
})
for (const [what, path] of Object.entries(await pathOf(root))) {
  console.log(`\n${what}: ${path.length} files`)
  console.log(path.map((file) => relative(root, file)).join('\n'))
}

function readFile(path: string): SourceFile {
  const [, name = '', ...rest] = path.split(sep)
  return {
    package: name,
    path: rest.join('/'),
    code: readFileSync(join(root, path), 'utf8'),
    declared: [],
  }
}

function nameOf(file: SourceFile): string {
  return `${file.package}/${file.path}`
}

function linesOf(code: string): number {
  return code.trimEnd().split('\n').length
}

/** Every function of a file, whatever it is written as, from its first line to its last. */
function functionsOf(file: SourceFile): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, start, end } = node as { type?: string; start: number; end: number }
    if (type !== undefined && functionTypes.has(type)) {
      const line = linesOf(`${file.code.slice(0, start)}.`)
      found.push({
        name: `${nameOf(file)}:${line}`,
        lines: linesOf(file.code.slice(start, end)),
      })
    }
    for (const child of Object.values(node)) visit(child)
  }
  visit(parseSync(file.path, file.code).program)
  return found
}

function largest(all: readonly { name: string; lines: number }[]): string {
  const [first] = all.toSorted((one, two) => two.lines - one.lines)
  return first ? `${first.lines}, ${first.name}` : 'none'
}
