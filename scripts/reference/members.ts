import { readComment } from './doc-comment.ts'
import type { DocComment } from './doc-comment.ts'
import type { Declaration, Module } from './module.ts'
import { child, children, nameOf } from './node.ts'
import type { Node } from './node.ts'

/** One property or method. */
export interface Member {
  readonly name: string
  readonly isOptional: boolean
  readonly type: string
  readonly doc: DocComment
}

/** What an object of a type has, inherited members included; and what cannot be listed, as its text. */
export interface Members {
  readonly listed: readonly Member[]
  readonly others: readonly string[]
}

const none: Members = { listed: [], others: [] }

/** The members of an interface, or of a type that is written as an object. */
export function membersOf({ nodes, module }: Declaration): Members {
  return merge(nodes.map((node) => membersOfNode(node, module)))
}

export function membersOfNode(node: Node, module: Module): Members {
  switch (node.type) {
    case 'TSInterfaceDeclaration': {
      const own = children(child(node, 'body'), 'body').map((each) => readMember(each, module))
      const inherited = children(node, 'extends').map((each) => inheritedFrom(each, module))
      return merge([
        { listed: own.filter((member) => member !== undefined), others: [] },
        ...inherited,
      ])
    }
    case 'TSTypeAliasDeclaration':
      return membersOfNode(child(node, 'typeAnnotation')!, module)
    case 'TSTypeLiteral': {
      const own = children(node, 'members').map((each) => readMember(each, module))
      return { listed: own.filter((member) => member !== undefined), others: [] }
    }
    case 'TSIntersectionType': {
      const all = children(node, 'types').map((each) => membersOfNode(each, module))
      return all.some(({ listed }) => listed.length === 0) ? none : merge(all)
    }
    case 'TSTypeReference':
      return inheritedFrom(node, module)
    default:
      return none
  }
}

/** `Name`, `Omit<Name, 'a'>`, `Pick<Name, 'a'>`, `Partial<Name>`. */
function inheritedFrom(node: Node, module: Module): Members {
  const name = nameOf(child(node, 'expression') ?? child(node, 'typeName'))
  const args = children(child(node, 'typeArguments'), 'params')
  const [first, keys] = args
  if (first && ['Omit', 'Pick', 'Partial', 'Readonly', 'Required'].includes(name)) {
    const { listed, others } = membersOfNode(first, module)
    const named = new Set(keys ? module.text(keys).match(/(?<=')\w+(?=')/g) : [])
    if (name === 'Omit') return { listed: listed.filter((each) => !named.has(each.name)), others }
    if (name === 'Pick') return { listed: listed.filter((each) => named.has(each.name)), others }
    if (name === 'Readonly') return { listed, others }
    return { listed: listed.map((each) => withOptional(each, name === 'Partial')), others }
  }
  const found = module.lookUp(name)
  if (!found) return { listed: [], others: [module.text(node)] }
  const members = membersOf(found)
  if (members.listed.length > 0 || members.others.length > 0) return members
  return {
    listed: [],
    others: [
      withArguments(
        found,
        args.map((each) => module.text(each)),
      ),
    ],
  }
}

function withOptional(member: Member, isOptional: boolean): Member {
  return { ...member, isOptional }
}

/** The text of a generic type with the arguments in their places. */
function withArguments({ nodes: [node], module }: Declaration, given: readonly string[]): string {
  const parameters = children(child(node!, 'typeParameters'), 'params').map((each) =>
    nameOf(child(each, 'name')),
  )
  const text = module.text(child(node!, 'typeAnnotation') ?? node!)
  return parameters.reduce(
    (all, parameter, index) =>
      all.replace(new RegExp(`\\b${parameter}\\b`, 'g'), given[index] ?? parameter),
    text,
  )
}

function readMember(node: Node, module: Module): Member | undefined {
  const key = child(node, 'key')
  const doc = module.docOf(node) ?? readComment('')
  const text = (part: Node | undefined) => (part ? oneLine(module.text(part)) : '')
  const type = text(child(child(node, 'typeAnnotation') ?? node, 'typeAnnotation'))
  const name = key ? module.text(key) : ''
  const isOptional = node['optional'] === true
  switch (node.type) {
    case 'TSPropertySignature':
      return { name, isOptional, type, doc }
    case 'TSMethodSignature': {
      if (node['kind'] === 'set') return undefined
      const returned = text(child(child(node, 'returnType') ?? node, 'typeAnnotation'))
      if (node['kind'] === 'get') return { name, isOptional, type: returned, doc }
      const params = children(node, 'params').map((each) => text(each))
      return { name, isOptional, type: `(${params.join(', ')}) => ${returned}`, doc }
    }
    case 'TSCallSignatureDeclaration':
      return { name: '()', isOptional, type: oneLine(module.text(node)), doc }
    case 'TSIndexSignature':
      return { name: '[…]', isOptional, type: oneLine(module.text(node)), doc }
    default:
      return undefined
  }
}

function merge(all: readonly Members[]): Members {
  const listed = new Map<string, Member>()
  for (const member of all.flatMap((each) => each.listed)) {
    const name = member.name === '()' ? member.type : member.name
    if (!listed.has(name)) listed.set(name, member)
  }
  return { listed: [...listed.values()], others: all.flatMap((each) => each.others) }
}

export function oneLine(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/([({[]) (?=[^}\]])/g, (_, sign: string) => (sign === '{' ? '{ ' : sign))
    .replace(/,? \)/g, ')')
    .replace(/^\| /, '')
    .trim()
}
