// What another process or app has signed is its own: it is neither shown nor destroyed.
import cookie from '@fastify/cookie'
import { cookieStorage, flashpost, memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashpostOptions, FlashStorage, MessageStore } from '@flashpost/fastify'
import Fastify from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createBrowserJar } from './browser-jar.ts'
import { addPages } from './pages.ts'
import { createBrowser, wire, isClearing } from './support.ts'
import type { Browser } from './support.ts'

const [old, fresh, foreign] = ['old', 'fresh', 'foreign'].map((each) => each.padEnd(40, '-')) as [
  string,
  string,
  string,
]

interface Place {
  readonly storage: (store: MessageStore) => FlashStorage
  readonly isSecure: boolean
}

const places: Record<string, Place> = {
  cookies: { storage: () => cookieStorage(), isSecure: false },
  'cookies over https': { storage: () => cookieStorage(), isSecure: true },
  'a store': { storage: (store) => storeStorage({ store }), isSecure: false },
  'a store over https': { storage: (store) => storeStorage({ store }), isSecure: true },
}

/** Browsers of one person, one for each of several apps of a host, which differ in their secrets. */
async function visit(
  secrets: readonly FlashpostOptions['secret'][],
  { storage, isSecure }: Place = places['cookies']!,
  options: Partial<FlashpostOptions> = {},
) {
  const jar = createBrowserJar()
  const store = memoryStore()
  const refused: string[] = []
  const browsers = await Promise.all(
    secrets.map(async (secret) => {
      const app = Fastify({ trustProxy: true })
      onTestFinished(() => app.close())
      await app.register(cookie)
      await app.register(flashpost, { secret, storage: storage(store), ...options })
      app.flashpost.on('refused', ({ cookie: name }) => void refused.push(name))
      addPages(app)
      return createBrowser(app, { jar, isSecure })
    }),
  )
  return { jar, refused, browsers: browsers as [Browser, Browser, ...Browser[]] }
}

/** Every way to visit two processes three times. */
const detours = ['000', '001', '010', '011', '100', '101', '110', '111'].map((way) => [way])

describe.each(Object.entries(places))(
  'while a new secret is rolled out, with %s',
  (_name, place) => {
    test.each(detours)('a message of a new process survives the processes %s', async (way) => {
      const { browsers } = await visit([[old], [fresh, old]], place)
      await browsers[1].add('Hello')
      for (const each of way) await browsers[Number(each)]!.request('/peek')
      expect(await browsers[1].shown()).toEqual(['Hello'])
      expect(await browsers[1].shown()).toEqual([])
      expect(browsers[0].flashCookies()).toEqual([])
    })

    test('messages of both are shown, each once', async () => {
      const { browsers } = await visit([[old], [fresh, old]], place)
      await browsers[0].add('Old')
      await browsers[1].add('New')
      await browsers[0].add('Old again')
      const shown = [...(await browsers[0].shown()), ...(await browsers[1].shown())]
      expect(shown.toSorted()).toEqual(['New', 'Old', 'Old again'])
      expect([...(await browsers[0].shown()), ...(await browsers[1].shown())]).toEqual([])
      expect(browsers[0].flashCookies()).toEqual([])
    })

    test('pages that show, clients that acknowledge and requests that add destroy nothing', async () => {
      const { browsers } = await visit([[old], [fresh, old]], place)
      await browsers[1].add('Hello')
      await browsers[0].shown()
      await browsers[0].sdk('/peek', { headers: { [wire.used]: 'A'.repeat(22) } })
      await browsers[0].sdk('/messages')
      await browsers[0].add('Here')
      await browsers[0].shown()
      expect(await browsers[1].shown()).toEqual(['Hello'])
    })
  },
)

describe.each(Object.entries(places))('two apps of one host, with %s,', (_name, place) => {
  test('show and use their own messages, and leave those of the other', async () => {
    const { browsers, refused } = await visit([old, foreign], place)
    const [one, other] = browsers
    await one.add('One')
    await other.add('Other')
    expect(await one.shown()).toEqual(['One'])
    expect(await one.shown()).toEqual([])
    expect(await other.shown()).toEqual(['Other'])
    expect(await other.shown()).toEqual([])
    expect(one.flashCookies()).toEqual([])
    expect(refused.length).toBeGreaterThan(0)
  })

  test('write nothing about what is not theirs', async () => {
    const { browsers } = await visit([old, foreign], place)
    const [one, other] = browsers
    await one.add('One')
    expect((await other.request('/show')).setCookies).toEqual([])
    expect((await other.sdk('/messages')).setCookies).toEqual([])
    const added = await other.add('Other')
    expect(added.setCookies.filter((line) => isClearing(line))).toEqual([])
  })
})

test('what one app has used of several messages stays used after a visit to another', async () => {
  const { browsers } = await visit([old, foreign])
  const [one, other] = browsers
  await one.request('/add?text=First&text=Second')
  const [first] = JSON.parse((await one.request('/peek')).body) as [{ id: string }]
  await one.sdk('/peek', { headers: { [wire.used]: first.id } })
  expect(await other.shown()).toEqual([])
  expect(await one.shown()).toEqual(['Second'])
  expect(one.flashCookies()).toEqual([])
})

test("another app's cookies count in what a browser can be made to send", async () => {
  const { browsers } = await visit([old, foreign])
  const [one, other] = browsers
  for (let index = 0; index < 12; index++) await one.add(`${index} ${'x'.repeat(400)}`)
  const held = (await one.request('/peek')).texts()
  const before = one.cookieBytes()
  for (let index = 0; index < 12; index++) await other.add(`${index} ${'y'.repeat(400)}`)
  expect(other.cookieBytes()).toBeLessThan(Math.max(before, 4_608) + 600)
  expect(await one.shown()).toEqual(held)
})

test('a cookie that nobody can read any more is cleared when its time is over', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const { browsers } = await visit([old, foreign], places['cookies'], { maxAge: 3_600 })
  const [one, other] = browsers
  await one.add('Hello')
  vi.setSystemTime(Date.now() + 3_500_000)
  await other.request('/peek')
  expect(other.flashCookies()).toHaveLength(1)
  vi.setSystemTime(Date.now() + 400_000)
  await other.request('/peek')
  expect(other.flashCookies()).toEqual([])
})

test.each([
  'flash-theme=dark',
  'flash-=x',
  'flash-message=1.20.Hello',
  'flash-sale-banner-was-closed=1',
  'flash-AAAAAAAAAAAAAAAAAAAAAA.too.many=x',
  'flash-AAAAAAAAAAAAAAAAAAAAAAAAAA=one character and more too long',
  'flashbox-x=1',
])('a cookie that cannot be ours is left alone: %s', async (line) => {
  const { browsers, jar } = await visit([old])
  jar.store(new URL('http://app.example.com/'), [line])
  const [browser] = browsers
  await browser.add('Hello')
  expect(await browser.shown()).toEqual(['Hello'])
  await browser.sdk('/messages')
  expect(jar.header(new URL('http://app.example.com/'))).toBe(line)
})

test.each(['a letter of its text', 'its signature', 'its name'])(
  'a message with %s changed is not shown',
  async (what) => {
    const { browsers, jar, refused } = await visit([old])
    const [browser] = browsers
    await browser.add('Hello')
    const [name, value] = [...jar.cookies][0]!
    const forged = {
      'a letter of its text': `${name}=${value.replace('Hello', 'Jello')}`,
      'its signature': `${name}=${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`,
      'its name': `${name.slice(0, -1)}${name.endsWith('A') ? 'B' : 'A'}=${value}`,
    }[what]!
    const answer = await browser.lose('/show', { headers: { cookie: forged } })
    expect(answer.texts()).toEqual([])
    expect(refused).toHaveLength(1)
  },
)
