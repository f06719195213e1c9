import { oneLine } from './members.ts'
import type { Declaration } from './module.ts'
import { child, children, nameOf } from './node.ts'
import type { Node } from './node.ts'

/** How a declaration is written where it is declared, without what it does. */
export function signatureOf({ name, nodes, module }: Declaration): string {
  const text = (node: Node | undefined) => (node ? oneLine(module.text(node)) : '')
  const lines = nodes.map((node) => {
    const declarator = children(node, 'declarations')[0]
    if (declarator) {
      const value = child(declarator, 'init')
      const inner = value && functionIn(value)
      const type = child(declarator, 'id') && child(child(declarator, 'id')!, 'typeAnnotation')
      if (type) return `const ${name}${text(type)}`
      if (inner) return callable(inner, name, text)
      return `const ${name} = ${text(value)}`
    }
    if (/Function/.test(node.type)) return callable(node, name, text)
    if (node.type === 'ClassDeclaration')
      return text({ ...node, end: child(node, 'body')!.start }).trim()
    return module.text(node)
  })
  return lines.join('\n')
}

function callable(node: Node, name: string, text: (node: Node | undefined) => string): string {
  const params = children(node, 'params').map((param) => {
    const target = param.type === 'AssignmentPattern' ? child(param, 'left')! : param
    const isOptional = param !== target || target['optional'] === true
    const patternName = /^[A-Z]/.test(name) ? 'props' : 'options'
    const called = target.type === 'ObjectPattern' ? patternName : nameOf(target)
    return `${called}${isOptional ? '?' : ''}${text(child(target, 'typeAnnotation'))}`
  })
  const generics = text(child(node, 'typeParameters'))
  return `function ${name}${generics}(${params.join(', ')})${text(child(node, 'returnType'))}`
}

/** A function, or one that is wrapped, as by `memo`. */
function functionIn(node: Node): Node | undefined {
  if (/Function/.test(node.type)) return node
  const [first] = children(node, 'arguments')
  return first && functionIn(first)
}
