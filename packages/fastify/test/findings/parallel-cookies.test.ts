// Requests that run in parallel do not see each other's cookies. What they set together stays below what servers accept.
import { flashpost } from '@flashpost/fastify'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { secret } from '../support.ts'
import { createBrowserJar } from './browser-jar.ts'
import { addPages } from './pages.ts'
import { createBrowser } from './support.ts'
import type { Answer, Browser, BrowserOptions } from './support.ts'

// What Node accepts for all headers of a request; nginx accepts half of it for one line.
const headerLimit = 16_384
const large = (index: number) => `large ${index} `.padEnd(1_900, 'x')
const small = (index: number) => `small ${index} `.padEnd(60, 'x')
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** Browsers of one person at so many processes of an app. What is dropped is noted by its first two words. */
async function visit(processes = 1, over: BrowserOptions['over'] = 'HTTP/1.1') {
  const jar = createBrowserJar()
  const dropped: string[] = []
  const browsers = await Promise.all(
    numbers(processes).map(async () => {
      const app = Fastify({ ...(over === 'HTTP/2' && { http2: true }) } as object)
      onTestFinished(() => app.close())
      await app.register(cookie)
      await app.register(flashpost, { secret })
      app.flashpost.on('dropped', ({ message }) => void dropped.push(title(message.text)))
      addPages(app)
      return createBrowser(app, { jar, over })
    }),
  )
  return { jar, dropped, browsers: browsers as [Browser, ...Browser[]] }
}

const title = (text: string) => text.split(' ', 2).join(' ')
const titles = (answers: readonly Answer[]) =>
  answers.flatMap((answer) => answer.inHeader().map(title))
const url = (text: string) => `/add?text=${encodeURIComponent(text)}`

test('twenty large messages by fetches of one HTTP/2 connection are held or reported', async () => {
  const { dropped, browsers } = await visit(1, 'HTTP/2')
  const [browser] = browsers
  await Promise.all(numbers(20).map((index) => browser.request(url(large(index)))))
  expect(browser.cookieBytes()).toBeLessThan(headerLimit)
  const shown = (await browser.shown()).map(title)
  expect(shown.length).toBeGreaterThan(0)
  expect([...shown, ...dropped].toSorted()).toEqual(
    numbers(20)
      .map((index) => title(large(index)))
      .toSorted(),
  )
  expect(await browser.shown()).toEqual([])
})

test('twenty small messages by fetches of one HTTP/2 connection are all delivered, before large ones and after', async () => {
  const { dropped, browsers } = await visit(1, 'HTTP/2')
  const [browser] = browsers
  for (let round = 0; round < 2; round++) {
    await Promise.all(numbers(20).map((index) => browser.request(url(small(index)))))
    await Promise.all(numbers(20).map((index) => browser.request(url(large(index)))))
    expect(browser.cookieBytes()).toBeLessThan(headerLimit)
    const shown = (await browser.shown()).map(title)
    expect(shown.filter((each) => each.startsWith('small'))).toHaveLength(20)
    expect([...shown, ...dropped]).toHaveLength(40)
    dropped.length = 0
  }
})

test('rounds of large messages over HTTP/2 never add up', async () => {
  const { browsers } = await visit(1, 'HTTP/2')
  const [browser] = browsers
  for (let round = 0; round < 8; round++) {
    await Promise.all(numbers(5).map((index) => browser.request(url(large(index)))))
    expect(browser.cookieBytes()).toBeLessThan(headerLimit)
  }
})

test('a tab whose requests go to four processes gets no more cookies than one header takes', async () => {
  const { dropped, browsers } = await visit(4)
  const answers = await Promise.all(
    numbers(40).map((index) => browsers[index % 4]!.sdk(url(large(index)))),
  )
  expect(browsers[0].cookieBytes()).toBeLessThan(headerLimit)
  const { messages } = JSON.parse((await browsers[0].sdk('/messages')).body) as {
    messages: { text: string }[]
  }
  const known = new Set([
    ...messages.map(({ text }) => title(text)),
    ...titles(answers),
    ...dropped,
  ])
  expect([...known].toSorted()).toEqual(
    numbers(40)
      .map((index) => title(large(index)))
      .toSorted(),
  )
})

test('three tabs get no more cookies from one process than one header takes', async () => {
  const { dropped, browsers } = await visit()
  const [browser] = browsers
  const answers = await Promise.all(
    numbers(30).map((index) => browser.sdk(url(large(index)), { tab: `tab-${index % 3}` })),
  )
  expect(browser.cookieBytes()).toBeLessThan(headerLimit)
  const waiting = await Promise.all(
    numbers(3).map(async (index) => browser.sdk('/messages', { tab: `tab-${index}` })),
  )
  const texts = waiting.flatMap(({ body }) =>
    (JSON.parse(body) as { messages: { text: string }[] }).messages.map(({ text }) => title(text)),
  )
  const known = new Set([...texts, ...titles(answers), ...dropped])
  expect([...known].toSorted()).toEqual(
    numbers(30)
      .map((index) => title(large(index)))
      .toSorted(),
  )
})

test.each([
  ['four processes', 4, 1],
  ['three tabs', 1, 3],
])(
  'twenty small messages over %s are all delivered while large ones are added',
  async (_name, processes, tabs) => {
    const { browsers } = await visit(processes)
    const send = (text: string, index: number) =>
      browsers[index % processes]!.sdk(url(text), { tab: `tab-${index % tabs}` })
    const answers = await Promise.all([
      ...numbers(20).map((index) => send(small(index), index)),
      ...numbers(20).map((index) => send(large(index), index)),
    ])
    expect(browsers[0].cookieBytes()).toBeLessThan(headerLimit)
    const delivered = new Set(titles(answers))
    for (const index of numbers(20)) expect(delivered).toContain(title(small(index)))
  },
)

test('six fetches over HTTP/1.1, as many as a browser makes at a time, fit into one header', async () => {
  const { dropped, browsers } = await visit()
  const [browser] = browsers
  const texts = (index: number) =>
    ['a', 'b', 'c', 'd'].map((each) => `${index}${each} `.padEnd(800, 'x'))
  await Promise.all(
    numbers(6).map((index) =>
      browser.request(
        `/add?${texts(index)
          .map((text) => `text=${encodeURIComponent(text)}`)
          .join('&')}`,
      ),
    ),
  )
  expect(browser.cookieBytes()).toBeLessThan(headerLimit)
  const shown = (await browser.shown()).map(title)
  expect([...shown, ...dropped].toSorted()).toEqual(numbers(6).flatMap(texts).map(title).toSorted())
})

test('what twenty fetches of one HTTP/2 connection have set is accepted by a server with the usual limits', async () => {
  const { browsers } = await visit(1, 'HTTP/2')
  const [browser] = browsers
  await Promise.all(numbers(20).map((index) => browser.request(url(large(index)))))
  const { browsers: others } = await visit()
  const [plain] = others
  const headers = { cookie: browser.jar.header(new URL('http://app.example.com/')) }
  expect((await plain.request('/peek', { headers })).status).toBe(200)
})

const ages = ({ setCookies }: Answer) =>
  setCookies.map((line) => Number(/max-age=(\d+)/i.exec(line)?.[1]))

test('a large cookie lives ten minutes until a request has brought it: a visitor gets in again', async () => {
  const { browsers } = await visit()
  const [browser] = browsers
  expect(ages(await browser.request(url(large(0))))).toEqual([600])
  expect(ages(await browser.request('/peek'))).toEqual([expect.closeTo(86_400, -2)])
  expect(ages(await browser.request('/peek'))).toEqual([])
  expect((await browser.shown()).map(title)).toEqual(['large 0'])
  expect(browser.flashCookies()).toEqual([])
})

test('a small cookie has its full age at once', async () => {
  const { browsers } = await visit()
  const [browser] = browsers
  expect(ages(await browser.request(url(small(0))))).toEqual([86_400])
  expect(ages(await browser.request('/peek'))).toEqual([])
})
