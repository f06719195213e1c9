import { decodeUsedBody, fields } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'
import type { MessagesClient } from '@flashpost/react/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import type { FakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { setVisibility } from './support/page.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('what was shown rides on the next request, and is not sent by itself', async () => {
  const { server, client, messages } = await clientWith(2)
  client.markShown(idsOf(messages))
  await client.fetch('/api')
  expect(server.requests.at(-1)?.headers.get(fields.used)).toBe(idsOf(messages).join(' '))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.to('POST /messages/used')).toEqual([])
  expect(server.pending).toEqual([])
})

test('what was shown is sent by itself after a moment', async () => {
  const { server, client, messages } = await clientWith(2)
  client.markShown(idsOf(messages.slice(0, 1)))
  await vi.advanceTimersByTimeAsync(60)
  client.markShown(idsOf(messages.slice(1)))
  await vi.advanceTimersByTimeAsync(39)
  expect(server.to('POST /messages/used')).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  const [request, ...others] = server.to('POST /messages/used')
  expect(others).toEqual([])
  expect(decodeUsedBody(await request?.json())).toEqual(idsOf(messages))
  expect(request?.headers.get(fields.client)).toMatch(/^v=1; tab=/)
  expect(request?.headers.get('content-type')).toBe('application/json')
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('the moment can be chosen', async () => {
  const { server, client, messages } = await clientWith(1, { acknowledgeDelay: 5_000 })
  client.markShown(idsOf(messages))
  await vi.advanceTimersByTimeAsync(4_999)
  expect(server.to('POST /messages/used')).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(server.to('POST /messages/used')).toHaveLength(1)
})

test('what a route did not take note of is sent again', async () => {
  const { server, client, messages } = await clientWith(1)
  server.intercept = ({ url }) => (url.endsWith('/foreign') ? new Response('') : undefined)
  client.markShown(idsOf(messages))
  await client.fetch('/foreign')
  expect(server.pending).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(100)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('what rode on a request that failed is sent again', async () => {
  const { server, client, messages } = await clientWith(1)
  server.intercept = ({ url }) =>
    url.endsWith('/broken') ? Promise.reject(new TypeError('Failed to fetch')) : undefined
  client.markShown(idsOf(messages))
  await expect(client.fetch('/broken')).rejects.toThrow('Failed to fetch')
  await vi.advanceTimersByTimeAsync(100)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a failing acknowledgement is sent again after longer and longer pauses', async () => {
  const { server, client, messages } = await clientWith(1)
  server.intercept = () => new Response('', { status: 500 })
  client.markShown(idsOf(messages))
  const posts = () => server.to('POST /messages/used').length
  await vi.advanceTimersByTimeAsync(100)
  for (const [pause, count] of [
    [1_000, 2],
    [2_000, 3],
    [4_000, 4],
  ] as const) {
    await vi.advanceTimersByTimeAsync(pause - 1)
    expect(posts()).toBe(count - 1)
    await vi.advanceTimersByTimeAsync(1)
    expect(posts()).toBe(count)
  }
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(posts()).toBeLessThan(70)
  delete server.intercept
  dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('what the server refuses is not sent again by itself, and rides on the next request', async () => {
  const { server, client, messages } = await clientWith(1)
  server.intercept = ({ method }) =>
    method === 'POST' ? new Response('', { status: 403 }) : undefined
  client.markShown(idsOf(messages))
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(server.to('POST /messages/used')).toHaveLength(1)
  await client.fetch('/api')
  expect(server.pending).toEqual([])
})

test('an acknowledgement whose answer is cut is sent again, and nothing is shown twice', async () => {
  const { server, client, messages } = await clientWith(1)
  let cuts = 0
  server.intercept = async ({ method, url }) => {
    if (method !== 'POST' || cuts++ > 0) return undefined as unknown as Response
    return new Response(new ReadableStream({ start: (body) => body.error(new TypeError(url)) }))
  }
  client.markShown(idsOf(messages))
  client.dismiss()
  await vi.advanceTimersByTimeAsync(100)
  void client.refresh()
  await vi.advanceTimersByTimeAsync(10)
  expect(texts(client)).toEqual([])
  expect(server.pending).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test.each(['pagehide', 'visibilitychange'])(
  '%s sends what is left, so that it outlives the page',
  async (type) => {
    const { server, client, messages } = await clientWith(1)
    client.markShown(idsOf(messages))
    if (type === 'pagehide') dispatchEvent(new PageTransitionEvent('pagehide'))
    else setVisibility('hidden')
    const [request] = server.to('POST /messages/used')
    expect(request?.keepalive).toBe(true)
    await vi.waitFor(() => expect(server.pending).toEqual([]))
  },
)

test('a page that hides sends also what rides on a request without an answer', async () => {
  const { server, client, messages } = await clientWith(1)
  server.intercept = ({ url }) => (url.endsWith('/slow') ? new Promise(() => undefined) : undefined)
  client.markShown(idsOf(messages))
  void client.fetch('/slow')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.to('POST /messages/used')).toEqual([])
  setVisibility('hidden')
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a page that hides sends what was shown while another acknowledgement is under way', async () => {
  const { server, client, messages } = await clientWith(2)
  server.intercept = ({ method }) => (method === 'POST' ? new Promise(() => undefined) : undefined)
  client.markShown([messages[0]!.id])
  await vi.advanceTimersByTimeAsync(100)
  client.markShown([messages[1]!.id])
  setVisibility('hidden')
  dispatchEvent(new PageTransitionEvent('pagehide'))
  const posts = server.to('POST /messages/used')
  const bodies = await Promise.all(posts.map(async (post) => decodeUsedBody(await post.json())))
  expect(bodies).toEqual(messages.map(({ id }) => [id]))
})

test('a page that hides sends what was shown, however much is under way', async () => {
  const { server, client, messages } = await clientWith(120)
  server.intercept = ({ method }) => (method === 'POST' ? new Promise(() => undefined) : undefined)
  client.markShown(idsOf(messages))
  await vi.advanceTimersByTimeAsync(100)
  setVisibility('hidden')
  const posts = server.to('POST /messages/used')
  const bodies = await Promise.all(posts.map(async (post) => decodeUsedBody(await post.json())))
  expect(bodies).toEqual([idsOf(messages.slice(0, 100)), idsOf(messages.slice(100))])
})

test('more than a hundred go out in several requests', async () => {
  const { server, client, messages } = await clientWith(250)
  client.markShown(idsOf(messages))
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  const posts = server.to('POST /messages/used')
  const bodies = await Promise.all(posts.map(async (post) => decodeUsedBody(await post.json())))
  expect(bodies.map((ids) => ids.length)).toEqual([100, 100, 50])
  expect(bodies.flat()).toEqual(idsOf(messages))
})

test('when more waits than the endpoint gives, the rest is asked for after an acknowledgement', async () => {
  const [first, second] = [message('First'), message('Second')]
  const server = createFakeServer(first, second)
  server.intercept = ({ method }) =>
    method === 'GET' && server.pending.length > 1
      ? Response.json({ messages: server.pending.slice(0, 1), more: true })
      : undefined
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['First']))
  expect(server.to('GET /messages')).toHaveLength(1)
  client.markShown([first.id])
  await vi.advanceTimersByTimeAsync(200)
  await vi.waitFor(() => expect(texts(client)).toEqual(['First', 'Second']))
})

test('a client that ends sends what is left, and nothing after that', async () => {
  const { server, client, messages } = await clientWith(1)
  server.intercept = ({ method }) =>
    method === 'POST' ? new Response('', { status: 500 }) : undefined
  client.markShown(idsOf(messages))
  client.destroy()
  expect(server.to('POST /messages/used')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(600_000)
  dispatchEvent(new Event('online'))
  expect(server.to('POST /messages/used')).toHaveLength(1)
})

test('a message that the app dismisses unseen is acknowledged; a local one never is', async () => {
  const { server, client } = await clientWith(1)
  const id = client.info('Local')
  client.markShown([id])
  client.dismiss()
  await vi.advanceTimersByTimeAsync(100)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  const [post] = server.to('POST /messages/used')
  expect(await post?.text()).not.toContain(id)
})

async function clientWith(
  count: number,
  options: { acknowledgeDelay?: number } = {},
): Promise<{ server: FakeServer; client: MessagesClient; messages: Message[] }> {
  const messages = Array.from({ length: count }, (_, index) => message(`Message ${index}`))
  const server = createFakeServer(...messages)
  const client = startClient({ fetch: server.fetch, ...options })
  await vi.waitFor(() => expect(texts(client)).toHaveLength(count))
  return { server, client, messages }
}

function idsOf(messages: readonly Message[]): string[] {
  return messages.map(({ id }) => id)
}
