import { deepStrictEqual, ok } from 'node:assert'
import { assertMessages } from '../assert-messages.ts'
import type { Contract } from './contract.ts'
import { failEach } from './fail-each.ts'
import type { Member } from './faults.ts'

const members: readonly Member[] = [
  'read',
  'add',
  'remove',
  'mayHold',
  'expect',
  'reopen',
  'commit',
]

/** What a storage leaves behind when it fails, or when an answer does not arrive. */
export const failures: Contract = {
  'an operation that fails before its work loses nothing silently': (bench) =>
    failEach(bench, members, { when: 'before', how: 'throws' }),

  'an operation that fails after its work loses nothing silently': (bench) =>
    failEach(bench, members, { when: 'after', how: 'throws' }),

  'a message whose removal fails is not confirmed, and can be acknowledged again': async (
    bench,
  ) => {
    const { add, peek, acknowledge } = bench.browser()
    await add('one', 'two')
    const [one] = await peek()
    bench.faults.next = { member: 'remove', when: 'before', how: 'throws' }
    deepStrictEqual(await acknowledge(one!.id), [])
    bench.faults.next = undefined
    assertMessages(await peek(), ['one', 'two'])
    deepStrictEqual(await acknowledge(one!.id), [one!.id])
    assertMessages(await peek(), ['two'])
  },

  'a page that another answer takes the place of has used nothing': async ({ browser }) => {
    const { add, stumble, read, peek } = browser()
    await add('one')
    await stumble('two')
    assertMessages(await peek(), ['one', 'two'])
    assertMessages(await read(), ['one', 'two'])
    assertMessages(await read(), [])
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
