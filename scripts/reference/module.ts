import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'vite'
import { readComment } from './doc-comment.ts'
import type { DocComment } from './doc-comment.ts'
import { child, children, nameOf } from './node.ts'
import type { Node } from './node.ts'

/** Something that a module declares. */
export interface Declaration {
  readonly name: string
  /** Of several, as a function with overloads has, all but the implementation. */
  readonly nodes: readonly Node[]
  readonly doc: DocComment | undefined
  readonly module: Module
}

/** A module of the packages, read. */
export interface Module {
  readonly file: string
  readonly text: (node: Node) => string
  readonly docOf: (node: Node) => DocComment | undefined
  /** What the module exports, in its order; of other packages nothing. */
  readonly exported: () => ReadonlyMap<string, Declaration>
  /** What a name means inside of the module: declared or imported. */
  readonly lookUp: (name: string) => Declaration | undefined
  /** What it adds to other modules: interfaces by `declare module`. */
  readonly augmented: readonly Node[]
  /** The modules that it imports for what they do. */
  readonly sideEffects: () => readonly Module[]
}

/** Opens modules by file or by the name of a package's entry. */
export function createReader(entries: ReadonlyMap<string, string>): (file: string) => Module {
  const modules = new Map<string, Module>()
  const read = (file: string): Module => {
    const known = modules.get(file)
    if (known) return known
    const module = readModule(file, (from) => {
      const target = entries.get(from) ?? posix.join(posix.dirname(file), from)
      return existsSync(target) ? read(target) : undefined
    })
    modules.set(file, module)
    return module
  }
  return read
}

function readModule(file: string, open: (from: string) => Module | undefined): Module {
  const source = readFileSync(file, 'utf8')
  const { program, comments } = parseSync(file, source)
  const body = (program as unknown as { body: readonly Node[] }).body
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))

  const docOf = (node: Node) => {
    const found = docs.findLast(({ end }) => end <= node.start)
    if (!found || source.slice(found.end, node.start).trim() !== '') return undefined
    return readComment(found.value.slice(1))
  }
  const declared = new Map<string, Declaration>()
  for (const statement of body) {
    const node = child(statement, 'declaration') ?? statement
    const each = children(node, 'declarations')[0] ?? node
    const name = nameOf(each)
    if (name === '' || /^(?:TSModule|ExportDefault)Declaration$/.test(statement.type)) continue
    const overloads = declared.get(name)?.nodes.filter(isOverload) ?? []
    const nodes = overloads.length > 0 && !isOverload(node) ? overloads : [...overloads, node]
    const doc = declared.get(name)?.doc ?? docOf(statement)
    declared.set(name, { name, nodes, doc, module: undefined as unknown as Module })
  }

  const module: Module = {
    file,
    text: ({ start, end }) => source.slice(start, end),
    docOf,
    augmented: body
      .filter(({ type }) => type === 'TSModuleDeclaration')
      .flatMap((node) => children(child(node, 'body'), 'body')),
    sideEffects: () =>
      body
        .filter(
          (node) => node.type === 'ImportDeclaration' && children(node, 'specifiers').length === 0,
        )
        .flatMap((node) => open(nameOf(child(node, 'source'))) ?? []),
    lookUp: (name) => own(name) ?? imported(name),
    exported,
  }
  return module

  function own(name: string): Declaration | undefined {
    const found = declared.get(name)
    return found && { ...found, module }
  }

  function imported(name: string): Declaration | undefined {
    for (const node of body) {
      if (node.type !== 'ImportDeclaration') continue
      for (const one of children(node, 'specifiers')) {
        if (nameOf(child(one, 'local')) !== name) continue
        return open(nameOf(child(node, 'source')))
          ?.exported()
          .get(nameOf(child(one, 'imported')))
      }
    }
    return undefined
  }

  function exported(): ReadonlyMap<string, Declaration> {
    const names = new Map<string, Declaration>()
    const put = (name: string, found: Declaration | undefined) =>
      found && !names.has(name) && names.set(name, found)
    for (const node of body) {
      const from = child(node, 'source')
      const target = from && open(nameOf(from))
      if (node.type === 'ExportAllDeclaration') {
        for (const [name, found] of target?.exported() ?? []) {
          if (node['exportKind'] !== 'type' || !isValue(found)) put(name, found)
        }
      }
      if (node.type !== 'ExportNamedDeclaration') continue
      const declaration = child(node, 'declaration')
      if (declaration) {
        const name = nameOf(children(declaration, 'declarations')[0] ?? declaration)
        put(name, own(name))
      }
      for (const one of children(node, 'specifiers')) {
        const name = nameOf(child(one, 'local'))
        put(
          nameOf(child(one, 'exported')),
          from ? target?.exported().get(name) : module.lookUp(name),
        )
      }
    }
    return names
  }
}

/** Says whether something is there when the program runs. */
export function isValue({ nodes: [node] }: Declaration): boolean {
  return !node!.type.startsWith('TS') || isOverload(node!)
}

function isOverload({ type }: Node): boolean {
  return type === 'TSDeclareFunction'
}
