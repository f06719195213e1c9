import { deepStrictEqual, ok } from 'node:assert'
import { assertMessages } from '../assert-messages.ts'
import type { Bench } from './bench.ts'
import type { Contract } from './contract.ts'

/** What a storage leaves behind when it fails, or when an answer does not arrive. */
export const failures: Contract = {
  'an operation that fails before its work loses nothing silently': (bench) =>
    failEach(bench, 'before'),

  'an operation that fails after its work loses nothing silently': (bench) =>
    failEach(bench, 'after'),

  'a message whose removal fails is not confirmed, and can be acknowledged again': async (
    bench,
  ) => {
    const { add, peek, acknowledge } = bench.browser()
    await add('one', 'two')
    const [one] = await peek()
    bench.faults.next = { operation: 'remove', when: 'before' }
    deepStrictEqual(await acknowledge(one!.id), [])
    bench.faults.next = undefined
    assertMessages(await peek(), ['one', 'two'])
    deepStrictEqual(await acknowledge(one!.id), [one!.id])
    assertMessages(await peek(), ['two'])
  },

  'a removal that never arrives at the browser can be made again': async ({ browser }) => {
    const { add, start, peek, acknowledge } = browser()
    await add('one', 'two')
    const [one] = await peek()
    await (await start({ used: one!.id })).answer()
    deepStrictEqual(await acknowledge(one!.id), [one!.id])
    assertMessages(await peek(), ['two'])
  },

  'an answer that never arrives takes nothing from those who asked before': async ({ browser }) => {
    const { add, start, read } = browser()
    await add('one')
    await (await start({ add: 'two' })).answer()
    const texts = (await read()).map(({ text }) => text)
    ok(texts.includes('one'))
    assertMessages(await read(), [])
  },
}

async function failEach(bench: Bench, when: 'before' | 'after'): Promise<void> {
  for (const operation of ['read', 'add', 'remove'] as const) {
    const { add, read, peek } = bench.browser()
    const known = () => bench.dropped.map(({ message }) => message.text)
    bench.dropped.splice(0)
    await add('old')
    bench.faults.next = { operation, when }
    const during = (await read()).map(({ text }) => text)
    await add('new')
    bench.faults.next = undefined
    const after = (await peek()).map(({ text }) => text)
    for (const text of ['old', 'new']) {
      ok(
        [...during, ...after, ...known()].includes(text),
        `${text} is lost silently when ${operation} fails`,
      )
    }
    await read()
    assertMessages(await read(), [])
  }
}
