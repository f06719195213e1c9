import { deepStrictEqual, strictEqual } from 'node:assert'
import type { PendingMessage } from '@flashpost/core'
import { assertMessages } from '../assert-messages.ts'
import type { Contract } from './contract.ts'

/** What a storage does for one request at a time. */
export const operations: Contract = {
  'what is added waits for the next request, and is gone once it was read': async ({ browser }) => {
    const { add, read } = browser()
    await add('Hello')
    assertMessages(await read(), ['Hello'])
    assertMessages(await read(), [])
  },

  'what is looked at still waits': async ({ browser }) => {
    const { add, peek } = browser()
    await add('Hello')
    assertMessages(await peek(), ['Hello'])
    assertMessages(await peek(), ['Hello'])
  },

  'order is kept, within a request and over several': async ({ browser }) => {
    const { add, read } = browser()
    await add('one', 'two')
    await add('three')
    await add('four', 'five')
    assertMessages(await read(), ['one', 'two', 'three', 'four', 'five'])
  },

  'where nothing waits, nothing is written': async ({ browser }) => {
    const { visit, read, peek, acknowledge, jar } = browser()
    for (const { headers } of [await visit(), await visit()]) {
      deepStrictEqual(
        [headers['set-cookie'], headers['cache-control'], headers['vary']],
        [undefined, undefined, undefined],
      )
    }
    assertMessages([...(await read()), ...(await peek())], [])
    await acknowledge('A'.repeat(22))
    strictEqual(jar.cookies.size, 0)
  },

  'who looks and does not take writes nothing': async ({ browser }) => {
    const { add, peek, visit, jar } = browser()
    await add('Hello')
    const before = jar.header()
    await peek()
    await visit()
    strictEqual(jar.header(), before)
  },

  'what is acknowledged is gone, and the rest waits': async ({ browser }) => {
    const { add, peek, acknowledge } = browser()
    await add('one', 'two', 'three')
    const [, two] = await peek()
    deepStrictEqual(await acknowledge(two!.id), [two!.id])
    assertMessages(await peek(), ['one', 'three'])
  },

  'ids that nobody knows, or not any more, are confirmed and change nothing': async ({
    browser,
  }) => {
    const { add, peek, acknowledge } = browser()
    await add('one', 'two')
    const [one] = await peek()
    await acknowledge(one!.id)
    deepStrictEqual(await acknowledge(one!.id, 'A'.repeat(22)), [one!.id, 'A'.repeat(22)])
    assertMessages(await peek(), ['two'])
  },

  'what is added twice is there once': async ({ browser }) => {
    const { add, operate, peek } = browser()
    await add('Hello')
    await operate(async (storage, context) => {
      const pending = await storage.read(context)
      deepStrictEqual(await storage.add(context, pending), [])
      deepStrictEqual(await storage.add(context, pending), [])
    })
    assertMessages(await peek(), ['Hello'])
  },

  'what one request adds it can read and take back': async ({ browser }) => {
    const { add, operate, peek } = browser()
    await add('one', 'two')
    await operate(async (storage, context) => {
      const pending = await storage.read(context)
      await storage.remove(context, ids(pending), 'dropped')
      deepStrictEqual(ids(await storage.read(context)), [])
      await storage.add(context, pending.slice(1))
      deepStrictEqual(ids(await storage.read(context)), ids(pending.slice(1)))
    })
    assertMessages(await peek(), ['two'])
  },

  'what goes is said to be shown or given up, and is gone': async ({ browser, faults, added }) => {
    const { add, peek, read, acknowledge, clear, operate } = browser()
    await add('acknowledged')
    await acknowledge(...(await peek()).map(({ id }) => id))
    await add('read')
    await read()
    await add('cleared')
    await clear()
    await add({ level: 'info', text: 'replaced', key: 'key' })
    await add({ level: 'info', text: 'expired', key: 'key' })
    await operate(async (storage, context) => {
      const [pending] = await storage.read(context)
      const message = { ...pending!.message, expiresAt: Date.now() - 1_000 }
      await storage.remove(context, [message.id], 'dropped')
      await storage.add(context, [{ ...pending, message }])
    })
    await add({ level: 'info', text: 'last', key: 'another key' })
    await peek()
    const reasons = (text: string) => [
      ...(faults.removals.get(added.find((message) => message.text === text)!.id) ?? []),
    ]
    for (const text of ['acknowledged', 'read']) deepStrictEqual(reasons(text), ['shown'], text)
    for (const text of ['cleared', 'replaced', 'expired']) {
      deepStrictEqual(reasons(text), ['dropped'], text)
    }
    await operate(async (storage, context) => {
      const left = await storage.read(context)
      deepStrictEqual(
        left.map(({ message }) => message.text),
        ['last'],
      )
    })
  },

  'what waits for a visitor waits for the user who signs in, and the storage is told who that is':
    async ({ browser }) => {
      const { add, signIn, operate, peek, read } = browser()
      await add('before')
      await operate((_, { user }) => strictEqual(user, undefined))
      signIn('ada')
      await operate((_, { user }) => strictEqual(user, 'ada'))
      await add('after')
      assertMessages(await peek(), ['before', 'after'])
      assertMessages(await read(), ['before', 'after'])
      assertMessages(await read(), [])
    },

  'every member does its work in time, and none throws': async ({ browser, failed }) => {
    const { add, peek, read, acknowledge, visit, clear, stumble } = browser()
    const steps = [
      () => add('one', { level: 'info', text: 'two', key: 'key' }),
      visit,
      async () => acknowledge(...(await peek()).map(({ id }) => id)),
      () => add({ level: 'info', text: 'three', key: 'key' }),
      () => add({ level: 'info', text: 'four', key: 'key' }),
      () => stumble('five'),
      clear,
      () => add('six'),
      read,
      // What a page has shown may be removed after it was sent.
      visit,
    ]
    for (const step of steps) {
      await step()
      deepStrictEqual(
        failed.map(({ storage, operation, error }) => `${storage}.${operation}: ${String(error)}`),
        [],
      )
    }
  },

  'two visitors know nothing of each other': async ({ browser }) => {
    const [ada, bob] = [browser(), browser()]
    await ada.add('for Ada')
    await bob.add('for Bob')
    const [own] = await ada.peek()
    await bob.acknowledge(own!.id)
    assertMessages(await bob.read(), ['for Bob'])
    assertMessages(await bob.read(), [])
    assertMessages(await ada.read(), ['for Ada'])
  },
}

function ids(pending: readonly PendingMessage[]): readonly string[] {
  return pending.map(({ message }) => message.id).toSorted()
}
