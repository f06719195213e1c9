// A cookie is the browser's until the answer that clears it has reached the browser.
import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { createApp } from '../support.ts'
import { addPages } from './pages.ts'
import { createBrowser, portOf, wire, clientOf } from './support.ts'
import type { Browser, BrowserOptions } from './support.ts'

async function visit(over: BrowserOptions['over'] = 'HTTP/1.1') {
  const app = await createApp({}, (over === 'HTTP/2' ? { http2: true } : {}) as object)
  addPages(app)
  app.post('/show', async (request, reply) => reply.code(422).send(await request.messages.read()))
  app.get('/stream', async (request, reply) =>
    reply.send(Readable.from([JSON.stringify(await request.messages.read())])),
  )
  app.get('/web-stream', async (request, reply) =>
    reply.send(new Blob([JSON.stringify(await request.messages.read())]).stream()),
  )
  return { app, browser: await createBrowser(app, { over }) }
}

const pages = ['/show', '/stream', '/web-stream']

test.each(
  pages.flatMap((page) => (['HTTP/1.1', 'HTTP/2'] as const).map((over) => ({ page, over }))),
)(
  'what $page over $over has shown is shown again when the page was lost on the way',
  async ({ page, over }) => {
    const { browser } = await visit(over)
    await browser.add('Hello')
    expect((await browser.lose(page)).texts()).toEqual(['Hello'])
    expect((await browser.lose(page)).texts()).toEqual(['Hello'])
    expect((await browser.request(page)).texts()).toEqual(['Hello'])
    expect(await browser.shown()).toEqual([])
  },
)

test('the errors of a form are shown again when its answer was lost on the way', async () => {
  const { browser } = await visit()
  await browser.add('Hello')
  await browser.lose('/show', { method: 'POST' })
  await browser.lose('/show', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(await browser.shown()).toEqual(['Hello'])
})

test.each(pages)('what %s has shown is shown again when the browser hung up', async (page) => {
  const { app, browser } = await visit()
  await browser.add('Hello')
  await hangUp(app, browser, page)
  expect(await browser.shown()).toEqual(['Hello'])
  expect(await browser.shown()).toEqual([])
})

test('of several messages, those are shown again that a lost page has shown', async () => {
  const { browser } = await visit()
  await browser.request('/add?text=One&text=Two')
  await browser.add('Three')
  await browser.lose('/show')
  expect(await browser.shown()).toEqual(['One', 'Two', 'Three'])
  expect(await browser.shown()).toEqual([])
})

test('the messages endpoint still has what a lost page has shown', async () => {
  const { browser } = await visit()
  await browser.add('Hello')
  await browser.lose('/show')
  expect((await browser.sdk('/add?text=Bye')).inHeader()).toEqual(['Hello', 'Bye'])
  expect((await browser.sdk('/messages')).body).toContain('Hello')
})

test('what a client has acknowledged is not shown again, though the answer was lost on the way', async () => {
  const { browser } = await visit()
  await browser.add('Hello')
  const id = (JSON.parse((await browser.request('/peek')).body) as { id: string }[])[0]!.id
  const headers = { ...clientOf(), [wire.used]: id }
  await browser.lose('/peek', { headers })
  expect(await browser.shown()).toEqual([])
})

test(
  'no stranger makes a process forget what a visitor has acknowledged',
  { timeout: 30_000 },
  async () => {
    const { app, browser } = await visit()
    await browser.add('Hello')
    const [{ id }] = JSON.parse((await browser.request('/peek')).body) as [{ id: string }]
    const client = clientOf()
    // The answer that clears the cookie is lost, and the browser sends it again.
    await browser.lose('/peek', { headers: { ...client, [wire.used]: id } })
    const stranger = await createBrowser(app)
    for (let round = 0; round < 220; round++) {
      const ids = Array.from({ length: 100 }, () =>
        randomBytes(17).toString('base64url').slice(0, 22),
      )
      const body = JSON.stringify({ ids })
      const headers = { ...client, 'content-type': 'application/json' }
      await stranger.request('/messages/used', { method: 'POST', headers, body })
    }
    expect(await browser.shown()).toEqual([])
  },
)

/** Asks for a page and closes the connection as soon as the app has handed the answer over. */
async function hangUp(app: FastifyInstance, { jar }: Browser, path: string): Promise<void> {
  const handedOver = new Promise((resolve) => {
    app.server.once('request', (_request, response) => {
      response.once('finish', resolve)
    })
  })
  const cookie = jar.header(new URL('http://app.example.com/'))
  const request = httpRequest({
    host: '127.0.0.1',
    port: await portOf(app),
    path,
    agent: false,
    headers: { cookie },
  })
  request.on('error', () => {}).end()
  const closed = new Promise((resolve) => request.once('close', resolve))
  await handedOver
  request.destroy()
  await closed
}
