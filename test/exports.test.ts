import { expect, test } from 'vitest'
import { entriesOf, exportsOf } from './support/exports.ts'

const entries = entriesOf()
const linesOf = (names: ReadonlySet<string>, kind: string) =>
  [...names].toSorted().map((name) => `  ${kind} ${name}\n`)

test('every entry exports the names that were agreed on', async () => {
  const list = [...entries].map(([entry, file]) => {
    const { values, types } = exportsOf(file, entries)
    return [`${entry}\n`, ...linesOf(values, 'value'), ...linesOf(types, 'type')].join('')
  })
  // A name that comes or goes is a decision: `npx vitest run test/exports.test.ts -u`, and say why.
  await expect(list.join('\n')).toMatchFileSnapshot('exports.txt')
})

test.each([...entries])(
  '%s exports when it is imported what its source says',
  async (entry, file) => {
    const module = (await import(entry)) as object
    expect(Object.keys(module).toSorted()).toEqual([...exportsOf(file, entries).values].toSorted())
  },
)

test.each(['fastify', 'react'])('@flashpost/%s exports what apps use, and no more', (name) => {
  const entry = `@flashpost/${name}`
  expect(exportsOf(entries.get(entry)!, entries).values.size).toBeLessThanOrEqual(25)
})
