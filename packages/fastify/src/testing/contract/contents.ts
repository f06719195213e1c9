import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import type { JsonObject, Message, PendingMessage } from '@flashpost/core'
import { assertMessages } from '../assert-messages.ts'
import type { Bench } from './bench.ts'
import type { Contract } from './contract.ts'

/** Texts that something on the way to a storage and back might change. */
const difficult = [
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

/** What a storage makes of messages: the same as was put in, or nothing. */
export const contents: Contract = {
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
    for (const text of difficult) {
      await add(text)
      deepStrictEqual(await read(), asJson(bench.added.splice(0)))
    }
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

function asJson(messages: Bench['added']): readonly Message[] {
  return JSON.parse(JSON.stringify(messages)) as readonly Message[]
}
