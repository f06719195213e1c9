import { deepStrictEqual } from 'node:assert'
import type { Message } from '@flashpost/core'
import { assertMessages } from '../assert-messages.ts'
import type { Browser, Started } from './browser.ts'
import type { Contract } from './contract.ts'

/** What a storage does for requests of one visitor that overlap, at two processes. */
export const interleavings: Contract = {
  'add ∥ add: twenty messages that are added at once all wait': async ({ browser }) => {
    for (const before of [[], ['first']]) {
      for (const order of [same, reversed]) {
        const { add, start, peek, read } = browser()
        if (before.length > 0) await add(...before)
        const added = Array.from({ length: 20 }, (_, index) => `message ${index}`)
        const started = await all(added, (text) => start({ add: text }))
        await Promise.all(started.map((each) => each.answer()))
        for (const each of order(started)) each.arrive()
        assertMessages(await peek(), [...before, ...added], { ordered: false })
        assertMessages(await read(), [...before, ...added], { ordered: false })
        assertMessages(await read(), [])
      }
    }
  },

  'add ∥ add: one begins and ends while the other runs': async ({ browser }) => {
    const { start, add, read } = browser()
    const outer = await start({ add: 'outer' })
    await add('inner')
    await outer.finish()
    assertMessages(await read(), ['inner', 'outer'], { ordered: false })
    assertMessages(await read(), [])
  },

  'add ∥ remove: what is added while the last message is acknowledged waits': (bench) =>
    overlap(bench.browser, async ({ start, peek }) => {
      const [old] = await peek()
      return [await start({ used: old!.id }), await start({ add: 'new' })]
    }),

  'add ∥ remove: what is added while a page shows the last message waits': (bench) =>
    overlap(bench.browser, async ({ start }) => [
      await start({ read: true }),
      await start({ add: 'new' }),
    ]),

  'an older reader takes nothing that was added after it looked': async ({ browser }) => {
    const { add, start, peek } = browser()
    await add('old')
    const reader = await start({ read: true })
    await add('new')
    await reader.finish()
    assertMessages(await peek(), ['new'])
  },

  'an older reader of nothing takes nothing': async ({ browser }) => {
    const { add, start, peek } = browser()
    const reader = await start({ read: true })
    await add('new')
    await reader.finish()
    assertMessages(await peek(), ['new'])
  },

  'remove ∥ remove: both are confirmed, and nothing comes back': async ({ browser }) => {
    for (const order of [same, reversed]) {
      const { add, peek, start } = browser()
      await add('one', 'two', 'three')
      const [one, two] = await peek()
      const started = [
        await start({ used: one!.id }),
        await start({ used: two!.id }),
        await start({ used: one!.id }),
      ]
      await Promise.all(started.map((each) => each.answer()))
      for (const each of order(started)) each.arrive()
      assertMessages(await peek(), ['three'])
    }
  },

  'a late answer brings nothing back': async ({ browser }) => {
    const { add, start, read } = browser()
    await add('one')
    const adding = await start({ add: 'two' })
    await adding.answer()
    const shown = texts(await read())
    adding.arrive()
    shown.push(...texts(await read()))
    deepStrictEqual(shown.toSorted(), ['one', 'two'])
    assertMessages(await read(), [])
  },
}

async function overlap(
  browser: () => Browser,
  begin: (browser: Browser) => Promise<readonly [Started, Started]>,
): Promise<void> {
  for (const answers of [same, reversed]) {
    for (const arrivals of [same, reversed]) {
      const one = browser()
      await one.add('old')
      const started = await begin(one)
      for (const each of answers(started)) await each.answer()
      for (const each of arrivals(started)) each.arrive()
      assertMessages(await one.peek(), ['new'])
      assertMessages(await one.read(), ['new'])
      assertMessages(await one.read(), [])
    }
  }
}

const same = <Item>(items: readonly Item[]): readonly Item[] => items
const reversed = <Item>(items: readonly Item[]): readonly Item[] => items.toReversed()

const texts = (messages: readonly Message[]): string[] => messages.map(({ text }) => text)

async function all<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await work(item))
  return results
}
