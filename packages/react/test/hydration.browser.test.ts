import { encodeScript, fields, scriptId } from '@flashpost/core/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

test('a client takes the messages that the document carries, and asks for nothing', async () => {
  embed({ messages: [message('From the document')] })
  const server = createFakeServer()
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['From the document']))
  expect(server.requests).toEqual([])
})

test('a client asks for the rest when the document says that more waits', async () => {
  const [first, second] = [message('First'), message('Second')]
  embed({ messages: [first], more: true })
  const server = createFakeServer(first, second)
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['First', 'Second']))
})

test('a client asks the endpoint as a new document when the document carries nothing', async () => {
  const server = createFakeServer(message('Waiting'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Waiting']))
  const [request] = server.to('GET /messages')
  expect(request?.headers.get(fields.client)).toMatch(/^v=1; tab=[\w-]{22}; document$/)
  expect(request?.credentials).toBe('same-origin')
})

test('a client that does not hydrate asks for nothing until it is told to', async () => {
  const server = createFakeServer(message('Waiting'))
  const client = startClient({ fetch: server.fetch, hydrate: false })
  await Promise.resolve()
  expect(server.requests).toEqual([])
  void client.refresh()
  await vi.waitFor(() => expect(texts(client)).toEqual(['Waiting']))
  expect(server.requests[0]?.headers.get(fields.client)).not.toContain('document')
})

test('only the first call of a document says that it is one', async () => {
  const server = createFakeServer()
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  server.pending.push(message('Later'))
  void client.refresh()
  await vi.waitFor(() => expect(texts(client)).toEqual(['Later']))
  expect(server.requests[1]?.headers.get(fields.client)).not.toContain('document')
})

test('a client that was ended before it began asks for nothing', async () => {
  const server = createFakeServer()
  startClient({ fetch: server.fetch }).destroy()
  await Promise.resolve()
  expect(server.requests).toEqual([])
})

test.each([
  ['the network is down', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['the server is not well', () => new Response('', { status: 503 })],
  ['the answer is cut', () => new Response(cutStream())],
])('a client asks again as a new document when %s', async (_, failure) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const server = createFakeServer(message('At last'))
  server.intercept = failure
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  delete server.intercept
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(1_000)
    expect(texts(client)).toEqual(['At last'])
  })
  expect(server.requests[1]?.headers.get(fields.client)).toContain('; document')
  vi.useRealTimers()
})

test('a client asks again at once when the network is back', async () => {
  const server = createFakeServer(message('At last'))
  server.intercept = () => Promise.reject(new TypeError('Failed to fetch'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  delete server.intercept
  dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(texts(client)).toEqual(['At last']), { timeout: 500 })
})

test.each([
  ['a page', () => new Response('<!doctype html>')],
  ['nonsense', () => Response.json([1, { messages: 'none' }])],
  ['a refusal', () => new Response('', { status: 404 })],
])('%s instead of messages is no messages, and is not asked for again', async (_, answer) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const server = createFakeServer()
  server.intercept = answer
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  await vi.advanceTimersByTimeAsync(120_000)
  expect(server.requests).toHaveLength(1)
  expect(texts(client)).toEqual([])
  vi.useRealTimers()
})

test('a page that comes back from the back/forward cache asks as a new document', async () => {
  const server = createFakeServer()
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.to('GET /messages')).toHaveLength(1))
  server.pending.push(message('Left by a form'))
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await vi.waitFor(() => expect(texts(client)).toEqual(['Left by a form']))
  expect(server.to('GET /messages')[1]?.headers.get(fields.client)).toContain('; document')
})

test('the endpoint may be elsewhere, with its own credentials', async () => {
  const server = createFakeServer()
  startClient({
    fetch: server.fetch,
    url: 'https://api.example/flash/messages',
    credentials: 'include',
  })
  await vi.waitFor(() => expect(server.requests).toHaveLength(1))
  expect(server.requests[0]?.url).toBe('https://api.example/flash/messages')
  expect(server.requests[0]?.credentials).toBe('include')
})

function embed(body: Partial<Parameters<typeof encodeScript>[0]>): void {
  const script = document.createElement('script')
  script.type = 'application/json'
  script.id = scriptId
  script.textContent = encodeScript({ messages: [], more: false, dropped: false, ...body })
  document.body.append(script)
  onTestFinished(() => script.remove())
}

function cutStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"messages":['))
      controller.error(new TypeError('network error'))
    },
  })
}
