import { membersOf, membersOfNode } from './members.ts'
import type { Member, Members } from './members.ts'
import { isValue } from './module.ts'
import type { Declaration, Module } from './module.ts'
import { mentions, nameOf } from './node.ts'
import { signatureOf } from './signature.ts'

/** An entry of a package and what it exports. */
export interface Entry {
  readonly name: string
  readonly module: Module
}

/** Where something is described that is on another page. */
export type FindElsewhere = (declaration: Declaration) => string | undefined

/** Writes the page of one package: each value with its options, then every type that is left, by name. */
export function writePage(
  title: string,
  entries: readonly Entry[],
  findElsewhere: FindElsewhere,
): string {
  const described = new Map<string, string>()
  const keyOf = ({ name, module }: Declaration) => `${module.file} ${name}`
  const whereIs = (found: Declaration) => findElsewhere(found) ?? described.get(keyOf(found))
  const parts: string[] = []
  const [values, types]: [string[], string[]] = [[], []]

  const describe = (name: string, found: Declaration): void => {
    const anchor = `#${name.toLowerCase()}`
    described.set(keyOf(found), anchor)
    const index = isValue(found) ? values : types
    index.push(`[${name}](${anchor})`)
    parts.push(...describeDeclaration(name, found))
  }
  /** The types that something speaks of and that have no place yet. */
  const unplaced = (found: Declaration): readonly Declaration[] =>
    mentionedBy(found)
      .flatMap((name) => found.module.lookUp(name) ?? [])
      .filter((each) => !isValue(each) && !whereIs(each))

  for (const { name: entry, module } of entries) {
    const exported = [...module.exported()].filter(([name]) => name !== 'default')
    const elsewhere = exported.filter(([, found]) => whereIs(found) && isValue(found))
    parts.push(`## \`${entry}\``)
    if (elsewhere.length > 0) {
      const names = elsewhere.map(([name, found]) => `[\`${name}\`](${whereIs(found)})`)
      parts.push(`Also exports ${names.toSorted().join(', ')}, and the types that go with them.`)
    }
    for (const added of module.sideEffects()) parts.push(...describeAugmented(added))

    const left = new Map<string, Declaration>()
    for (const [name, found] of exported) {
      if (whereIs(found)) continue
      if (!isValue(found)) {
        left.set(name, found)
        continue
      }
      describe(name, found)
      for (const type of unplaced(found)) if (isOf(type.name, name)) describe(type.name, type)
    }
    // What is left may speak of types that have no name outside of the package.
    const open = [...left.values(), ...exported.map(([, found]) => found)].filter(
      (each) => !findElsewhere(each),
    )
    const seen = new Map<string, Declaration>()
    while (open.length > 0) {
      const type = open.pop()!
      if (seen.has(keyOf(type))) continue
      seen.set(keyOf(type), type)
      open.push(...unplaced(type))
    }
    const byName = [...seen.values()].toSorted((one, two) => (one.name < two.name ? -1 : 1))
    for (const type of byName) if (!whereIs(type)) describe(type.name, type)
  }
  const intro = 'Made from the types and their comments by `npm run reference`.'
  return `${[`# ${title}`, intro, values.join(' · '), `Types: ${types.join(' · ')}`, ...parts].join('\n\n')}\n`
}

/** `createThing` and `useThing` are followed by their options, their result and a `Thing`. */
function isOf(type: string, value: string): boolean {
  const thing = value.replace(/^(?:create|use)(?=[A-Z])/, '').toLowerCase()
  return type.toLowerCase().includes(thing) || /(?:Options|Props|Result)$/.test(type)
}

function mentionedBy({ nodes }: Declaration): readonly string[] {
  return [...new Set(nodes.flatMap((node) => [...mentions(node)]))]
}

function describeDeclaration(name: string, found: Declaration): readonly string[] {
  const { doc } = found
  const members = isValue(found) ? { listed: [], others: [] } : membersOf(found)
  const isListed = members.listed.length > 0
  return [
    `### ${name}`,
    ...(isListed ? [] : [code(signatureOf({ ...found, name }))]),
    ...(doc?.text ? [doc.text] : []),
    ...(doc?.default ? [`Default: ${asDefault(doc.default)}.`] : []),
    ...(doc?.returns ? [`Returns ${doc.returns}.`] : []),
    ...(doc?.throws ?? []).map((each) => `Throws ${each}.`),
    ...(doc?.examples ?? []).map(code),
    ...writeMembers(members),
  ]
}

function describeAugmented(module: Module): readonly string[] {
  return module.augmented.flatMap((node) => {
    const members = membersOfNode(node, module)
    return [`### What it adds to \`${nameOf(node)}\``, ...writeMembers(members)]
  })
}

function writeMembers({ listed, others }: Members): readonly string[] {
  if (listed.length === 0) return []
  const hasDefaults = listed.some(({ doc }) => doc.default !== undefined)
  const head = ['name', 'type', ...(hasDefaults ? ['default'] : []), 'what it is']
  const rows = listed.map((member) => [
    cell(inlineCode(`${member.name}${member.isOptional ? '?' : ''}`)),
    cell(inlineCode(member.type)),
    ...(hasDefaults ? [cell(member.doc.default ? asDefault(member.doc.default) : '')] : []),
    cell(meaningOf(member)),
  ])
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
  return [table.join('\n'), ...others.flatMap((other) => ['And:', code(other)])]
}

function meaningOf({ doc: { text, returns, throws, examples } }: Member): string {
  return [
    text,
    ...(returns ? [`Returns ${returns}.`] : []),
    ...throws.map((each) => `Throws ${each.replace(/\.$/, '')}.`),
    ...examples.map((each) => `For example ${inlineCode(each.replace(/\s*\n\s*/g, '; '))}.`),
  ].join(' ')
}

/** A default is code, unless it is a sentence. */
function asDefault(text: string): string {
  return text.includes('`') || /^[^[({=]+ [^[({=]+ [^[({=]+$/.test(text) ? text : inlineCode(text)
}

const code = (text: string) => `\`\`\`ts\n${text}\n\`\`\``
const inlineCode = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)
const cell = (text: string) => text.replaceAll('|', String.raw`\|`)
