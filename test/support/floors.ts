import { posix } from 'node:path'
import { importsOf } from './imports.ts'

export interface Floor {
  /** The packages of this repository that it may import. */
  imports: string[]
  /** The packages of this repository of which it may import the root alone, and none of its subpaths. */
  importsRootOf?: string[]
  /** Whether it runs in Node only, and so may use `node:` builtins. */
  builtins?: boolean
}

/** Who may import whom; the text is in ARCHITECTURE.md. A package that is not listed has no floor. */
export const floors: Record<string, Floor> = {
  core: { imports: [] },
  inbox: { imports: ['core'], builtins: true },
  react: { imports: ['core'] },
  msw: { imports: ['core'], importsRootOf: ['inbox'] },
  fastify: { imports: ['core'], importsRootOf: ['inbox'], builtins: true },
}

export interface SourceFile {
  /** The package's folder in `packages`. */
  package: string
  /** The file's path inside the package, such as `src/index.ts`. */
  path: string
  code: string
  /** The names of the package's dependencies and peer dependencies. */
  declared: string[]
}

/** One sentence for each import of the file that the floors forbid. */
export function violationsOf(file: SourceFile): string[] {
  const name = `packages/${file.package}/${file.path}`
  const floor = floors[file.package]
  if (!floor) return [`${name}: ${file.package} has no floor`]
  return importsOf(file.path, file.code).flatMap(({ from, isStar }) => {
    const reason = forbids(floor, file, from, isStar)
    return reason ? [`${name} imports ${from}: ${reason}`] : []
  })
}

function forbids(
  floor: Floor,
  file: SourceFile,
  from: string,
  isStar: boolean,
): string | undefined {
  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(file.path), from)
    return target.startsWith('src/') ? undefined : 'it leaves src'
  }
  if (from.startsWith('node:')) {
    return floor.builtins ? undefined : `${file.package} runs outside Node too`
  }
  const dependency = packageOf(from)
  if (dependency.startsWith('@flashpost/')) {
    const other = dependency.slice('@flashpost/'.length)
    const isRootBelow = floor.importsRootOf?.includes(other)
    if (isRootBelow && from !== dependency)
      return `${file.package} may import only the root of ${other}`
    if (!isRootBelow && !floor.imports.includes(other)) return `${other} is no floor below`
  }
  if (isStar && from === '@flashpost/core/protocol') return 'apps have no need of the protocol'
  return file.declared.includes(dependency) ? undefined : `${dependency} is not declared`
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
