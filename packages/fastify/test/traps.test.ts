// What is left of the list of traps: the others stand where their subject is.
import { cookieStorage, fallbackStorage, memoryStore, storeStorage } from '@flashpost/fastify'
import { encodeHeader } from '@flashpost/core/protocol'
import { expect, test, vi } from 'vitest'
import { createSigner } from '../src/http/signer.ts'
import { browse, createApp, inHeader, listen, secret, texts } from './support.ts'

test('an acknowledgement of a message that is over, or was never there, is confirmed and harms nothing', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const app = await createApp({ maxAge: 60 })
  app.get('/add', (_request, reply) => {
    reply.flash.info('Hello')
    return {}
  })
  const browser = await browse(app)
  const [old] = inHeader(await browser.sdk('/add'))
  vi.setSystemTime(Date.now() + 61_000)
  const response = await browser.sdk('/add', { used: `${old!.id} ${'A'.repeat(22)}` })
  expect(response.headers.get('flash-used')).toBe(`${old!.id} ${'A'.repeat(22)}`)
  expect(texts(inHeader(response))).toEqual(['Hello'])
  expect(browser.flashCookies()).toHaveLength(1)
  vi.useRealTimers()
})

test.each([
  ['of an older version', '0.20.Hello'],
  ['of a later version', '2.20.Hello'],
  ['of another form', '[[20,"Hello"]]'],
  ['with a level that is none', '1.x.Hello'],
])('a cookie %s, well signed, is refused and left alone', async (_, value) => {
  const app = await createApp()
  const heard = listen(app)
  app.get('/read', (request) => request.messages.read())
  const browser = await browse(app)
  const name = `flash-${'A'.repeat(22)}`
  const sign = createSigner([secret], 'flashpost cookie').sign(`${name}=${value}`)
  browser.jar.store(`${name}=${value}.${sign}`)
  const response = await browser.request('/read')
  expect([response.status, await response.json()]).toEqual([200, []])
  expect(browser.flashCookies()).toEqual([name])
  expect(heard).toEqual(['refused flash-'])
})

test('200 small messages of one request are all kept, in order, where there is a store', async () => {
  const storage = fallbackStorage([
    cookieStorage(),
    storeStorage({ store: memoryStore(), limit: 500 }),
  ])
  const app = await createApp({ storage })
  const all = Array.from({ length: 200 }, (_, index) => `message ${index}`)
  app.get('/add', (_request, reply) => {
    for (const text of all) reply.flash.info(text)
    return reply.redirect('/read')
  })
  app.get('/read', (request) => request.messages.read())
  const browser = await browse(app)
  await browser.request('/add')
  expect(browser.jar.header().length).toBeLessThanOrEqual(4_608 + 200)
  expect(texts(await (await browser.request('/read')).json())).toEqual(all)
  expect(await (await browser.request('/read')).json()).toEqual([])
})

test('a message that no header can hold is fetched, and never cut', async () => {
  const app = await createApp({ storage: storeStorage({ store: memoryStore() }) })
  const text = 'ä'.repeat(9_000)
  app.get('/add', (_request, reply) => {
    reply.flash.info(text)
    return {}
  })
  const browser = await browse(app)
  const response = await browser.sdk('/add')
  expect(response.headers.get('flash-messages')).toBe(
    encodeHeader([], { maxBytes: 100, more: true }).value,
  )
  const body = (await (await browser.sdk('/messages')).json()) as { messages: { text: string }[] }
  expect(body.messages.map((message) => message.text)).toEqual([text])
})
