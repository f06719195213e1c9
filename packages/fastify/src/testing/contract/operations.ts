import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import type { JsonObject, Message, PendingMessage } from '@flashpost/core'
import { assertMessages } from '../assert-messages.ts'
import type { Bench } from './bench.ts'
import type { Contract } from './contract.ts'

/** Texts that something on the way to a storage and back might change. */
const contents = [
  'Ünïcödé, 漢字, 🙂👩‍👩‍👧, עברית',
  'a "quote", \'another\', a \\backslash, a; b, c=d, 100%, %41, |pipe|, ~tilde_, !bang*star*',
  'two\nlines\r\nthree\ttabs\u0000nul\u007fdel\u2028separator',
  'half of a pair: \ud83d, the other half: \udc00',
  '</script><b>text</b>&amp;',
  '__proto__',
  ' space at both ends ',
]

const data = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":1},"nested":[{"toString":null},[],-1.5e3,"\\ud800"]}',
) as JsonObject

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

  'every field comes back as it was added': async (bench) => {
    const { add, read } = bench.browser()
    await add({
      level: 'warning',
      text: 'Text',
      extraTags: 'one two',
      description: 'More of it',
      url: '/somewhere?a=b',
      actions: [
        { label: 'Undo', name: 'undo' },
        { label: 'See', url: 'https://example.com/' },
      ],
      key: '__proto__',
      name: 'constructor',
      params: data,
      data,
      duration: null,
      urgency: 'assertive',
      expiresAt: Date.now() + 60_000,
    })
    await add({ level: 35, text: 'A level without a name', duration: 5 })
    deepStrictEqual(await read(), asJson(bench.added))
    strictEqual(({} as { polluted?: boolean }).polluted, undefined)
  },

  'any text comes back as it was added': async (bench) => {
    const { add, read } = bench.browser()
    for (const text of contents) {
      await add(text)
      deepStrictEqual(await read(), asJson(bench.added.splice(0)))
    }
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
    await add('one', { level: 'info', text: 'two', key: 'key' })
    await add({ level: 'info', text: 'three', key: 'key' })
    await visit()
    const [one] = await peek()
    await acknowledge(one!.id)
    await stumble('four')
    await clear()
    await add('five')
    await read()
    await visit()
    deepStrictEqual(
      failed.map(({ storage, operation, error }) => `${storage}.${operation}: ${String(error)}`),
      [],
    )
  },

  'an owner and a tab are kept with a message': async ({ browser }) => {
    const { add, operate } = browser()
    await add('Hello')
    const [owner, tab] = ['owner-tag_1', '.']
    await operate(async (storage, context) => {
      const [{ message }] = (await storage.read(context)) as [PendingMessage]
      await storage.remove(context, [message.id], 'dropped')
      await storage.add(context, [{ message, owner, tab }])
    })
    await operate(async (storage, context) => {
      const [pending] = await storage.read(context)
      deepStrictEqual([pending?.owner, pending?.tab], [owner, tab])
    })
  },

  'what does not fit is given back, and the rest is kept': async ({ browser, dropped }) => {
    const { add, read } = browser()
    const texts = Array.from({ length: 150 }, (_, index) => `${index} ${'x'.repeat(100)}`)
    for (let start = 0; start < texts.length; start += 50) {
      await add(...texts.slice(start, start + 50))
    }
    const lost = new Set(dropped.map(({ message }) => message.text))
    ok(dropped.every(({ reason }) => reason === 'full'))
    assertMessages(
      await read(),
      texts.filter((text) => !lost.has(text)),
    )
    await add('There is room again.')
    assertMessages(await read(), ['There is room again.'])
  },

  'a text too large for it hurts nobody else': async ({ browser, dropped }) => {
    const { add, read } = browser()
    const giant = 'x'.repeat(9_000)
    await add('before', giant, 'after')
    const isLost = dropped.some(({ message }) => message.text === giant)
    assertMessages(await read(), ['before', ...(isLost ? [] : [giant]), 'after'])
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

  'cookies that were tampered with yield nothing that was not said, and no error': async (
    bench,
  ) => {
    const { add, jar } = bench.browser()
    await add('one', 'two')
    const said = asJson(bench.added)
    for (const [name, value] of jar.cookies) {
      for (const spoilt of spoil(value)) {
        const { jar: other, read } = bench.browser()
        other.store([...jar.cookies].map((pair) => pair.join('=')))
        other.store(`${name}=${spoilt}`)
        for (const message of await read()) {
          ok(said.some(({ id, text }) => id === message.id && text === message.text))
        }
      }
      const { jar: other, read } = bench.browser()
      other.store(`${name.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}=${value}`)
      assertMessages(await read(), [])
    }
  },
}

function spoil(value: string): readonly string[] {
  const middle = value.length >> 1
  const other = value[middle] === 'A' ? 'B' : 'A'
  return [
    '',
    'x',
    '%',
    '.',
    value.slice(0, -1),
    value.slice(1),
    `${value}x`,
    value.slice(0, middle) + other + value.slice(middle + 1),
    value.split('').toReversed().join(''),
    'x'.repeat(8_000),
  ]
}

function ids(pending: readonly PendingMessage[]): readonly string[] {
  return pending.map(({ message }) => message.id).toSorted()
}

function asJson(messages: Bench['added']): readonly Message[] {
  return JSON.parse(JSON.stringify(messages)) as readonly Message[]
}
