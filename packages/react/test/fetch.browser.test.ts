import { encodeHeader, fields } from '@flashpost/core/protocol'
import { expect, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

const quiet = { hydrate: false }

test('a response brings messages, and reaches the app as it is', async () => {
  const server = createFakeServer(message('Saved', { level: 'success' }))
  const client = startClient({ ...quiet, fetch: server.fetch })
  const response = await client.fetch('/api/orders', { method: 'POST', body: 'x' })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Saved']))
  expect(await response.text()).toBe('the app')
  expect(server.requests[0]?.headers.get(fields.client)).toMatch(/^v=1; tab=[\w-]{22}$/)
})

test.each([
  ['a text', '/api/orders'],
  ['an absolute text', `${location.origin}/api/orders`],
  ['a URL', new URL('/api/orders', location.origin)],
  ['a Request', new Request('/api/orders')],
])('fetch takes %s', async (_, input) => {
  const server = createFakeServer()
  const client = startClient({ ...quiet, fetch: server.fetch })
  await client.fetch(input)
  expect(server.requests[0]?.url).toBe(`${location.origin}/api/orders`)
  expect(server.requests[0]?.headers.has(fields.client)).toBe(true)
})

test('a request keeps what the app gave it', async () => {
  const server = createFakeServer()
  const client = startClient({ ...quiet, fetch: server.fetch })
  const request = new Request('/api', { method: 'PUT', body: 'x', headers: { 'x-own': '1' } })
  await client.fetch(request)
  await client.fetch('/api', { headers: [['x-own', '2']], method: 'DELETE' })
  expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'DELETE'])
  expect(server.requests.map(({ headers }) => headers.get('x-own'))).toEqual(['1', '2'])
  expect(await server.requests[0]?.text()).toBe('x')
})

test('a request to somebody else is left as it is, and so is its response', async () => {
  const server = createFakeServer(message('Not yours'))
  const client = startClient({ ...quiet, fetch: server.fetch })
  await client.fetch('https://other.example/data')
  expect([...(server.requests[0]?.headers ?? [])]).toEqual([])
  expect(texts(client)).toEqual([])
})

test('requests to the origin of the endpoint and to listed origins take part', async () => {
  const server = createFakeServer()
  const client = startClient({
    ...quiet,
    fetch: server.fetch,
    url: 'https://api.example/messages',
    origins: ['https://more.example'],
  })
  await client.fetch('https://api.example/orders')
  await client.fetch('https://more.example/orders')
  expect(server.requests.map(({ headers }) => headers.has(fields.client))).toEqual([true, true])
})

test('a request that fails rejects as fetch does', async () => {
  const client = startClient({
    ...quiet,
    fetch: () => Promise.reject(new DOMException('Stopped', 'AbortError')),
  })
  await expect(client.fetch('/api')).rejects.toThrow('Stopped')
})

test('an error of a listener does not reach the request', async () => {
  const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => undefined)
  const server = createFakeServer(message('Saved'))
  server.intercept = () => lossyResponse()
  const client = startClient({ ...quiet, fetch: server.fetch })
  const heard = vi.fn<() => void>()
  client.on('dropped', () => {
    throw new Error('Listener')
  })
  client.on('dropped', heard)
  await expect(client.fetch('/api')).resolves.toBeInstanceOf(Response)
  expect(heard).toHaveBeenCalledOnce()
  expect(reported).toHaveBeenCalledWith(new Error('Listener'))
  reported.mockRestore()
})

test('many responses that say that more waits make the client ask once', async () => {
  const all = [message('One'), message('Two'), message('Three')]
  const server = createFakeServer(...all)
  server.intercept = ({ url }) =>
    url.endsWith('/messages')
      ? undefined
      : headerResponse(encodeHeader(all, { maxBytes: 120 }).value)
  const client = startClient({ ...quiet, fetch: server.fetch })
  await Promise.all([client.fetch('/a'), client.fetch('/b'), client.fetch('/c')])
  await vi.waitFor(() => expect(texts(client)).toEqual(['One', 'Two', 'Three']))
  expect(server.to('GET /messages')).toHaveLength(1)
})

test('twenty responses at once bring each message once', async () => {
  const server = createFakeServer()
  const client = startClient({ ...quiet, fetch: server.fetch })
  server.intercept = ({ url }) => {
    server.pending.push(message(new URL(url).pathname))
    return undefined
  }
  await Promise.all(Array.from({ length: 20 }, (_, index) => client.fetch(`/${index}`)))
  const all = Array.from({ length: 20 }, (_, index) => `/${index}`)
  await vi.waitFor(() => expect(texts(client).toSorted()).toEqual(all.toSorted()))
})

test.each(['nonsense', '[1,{"i":"short","l":20,"t":"x"}]', '[2', '{}', ''])(
  'a header that says %s brings nothing',
  async (value) => {
    const client = startClient({ ...quiet, fetch: () => Promise.resolve(headerResponse(value)) })
    await client.fetch('/api')
    expect(texts(client)).toEqual([])
  },
)

test('the client tells when the server has lost a message', async () => {
  const client = startClient({ ...quiet, fetch: () => Promise.resolve(lossyResponse()) })
  const heard = vi.fn<() => void>()
  client.on('dropped', heard)
  await client.fetch('/api')
  expect(heard).toHaveBeenCalledOnce()
})

function headerResponse(value: string): Response {
  return new Response('', { headers: { [fields.messages]: value } })
}

function lossyResponse(): Response {
  return headerResponse(encodeHeader([], { maxBytes: 100, dropped: true }).value)
}
