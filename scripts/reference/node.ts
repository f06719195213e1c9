/** A node of a module's syntax tree (TS-ESTree), as far as it matters here. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export function child(node: Node, name: string): Node | undefined {
  const found = node[name]
  return isNode(found) ? found : undefined
}

export function children(node: Node | undefined, name: string): readonly Node[] {
  const found = node?.[name]
  return Array.isArray(found) ? found.filter(isNode) : []
}

/** The name that a node is, or that it declares. */
export function nameOf(node: Node | undefined): string {
  if (!node) return ''
  if (typeof node['name'] === 'string') return node['name']
  if (typeof node['value'] === 'string') return node['value']
  return nameOf(child(node, 'id'))
}

/** Every name of a type that is mentioned inside of a node. */
export function mentions(node: Node): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!isNode(value) || value.type === 'BlockStatement') return
    if (value.type === 'TSTypeReference') found.add(nameOf(child(value, 'typeName')))
    if (value.type === 'TSInterfaceHeritage') found.add(nameOf(child(value, 'expression')))
    Object.values(value).forEach(visit)
  }
  visit(node)
  return found
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}
