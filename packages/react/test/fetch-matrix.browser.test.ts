import { encodeHeader, fields } from '@flashpost/core/protocol'
import { attachTo, wrapFetch } from '@flashpost/react/client'
import axios from 'axios'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

const quiet = { hydrate: false }

test('a Request keeps its referrer, its policies and its signal', async () => {
  const server = createFakeServer()
  const client = startClient({ ...quiet, fetch: server.fetch })
  const stopping = new AbortController()
  await client.fetch(
    new Request('/api', {
      referrer: `${location.origin}/elsewhere`,
      referrerPolicy: 'no-referrer',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      integrity: 'sha256-abc',
      keepalive: true,
      signal: stopping.signal,
    }),
  )
  expect(server.requests[0]).toMatchObject({
    referrer: `${location.origin}/elsewhere`,
    referrerPolicy: 'no-referrer',
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'manual',
    integrity: 'sha256-abc',
    keepalive: true,
  })
  stopping.abort()
  expect(server.requests[0]?.signal.aborted).toBe(true)
})

test('what is said beside a Request wins over it, as with fetch', async () => {
  const server = createFakeServer()
  const client = startClient({ ...quiet, fetch: server.fetch })
  const request = new Request('/api', { method: 'PUT', body: 'one', headers: { 'x-own': '1' } })
  await client.fetch(request, { body: 'two', headers: { 'x-other': '2' } })
  const [sent] = server.requests
  expect([sent?.method, await sent?.text()]).toEqual(['PUT', 'two'])
  expect(sent?.headers.get('x-own')).toBeNull()
  expect(sent?.headers.get('x-other')).toBe('2')
})

test('a stream goes up as it is', async () => {
  const server = createFakeServer()
  const client = startClient({ ...quiet, fetch: server.fetch })
  const body = () => new Blob(['streamed']).stream()
  const init = { method: 'POST', duplex: 'half' } as RequestInit
  await client.fetch('/api', { ...init, body: body() })
  await client.fetch(new Request('/api', { ...init, body: body() }))
  for (const request of server.requests) expect(await request.text()).toBe('streamed')
})

test('a response is handed over as it is, its stream unread', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const body = new ReadableStream({
    async pull(stream) {
      await released
      stream.enqueue(new TextEncoder().encode('late'))
      stream.close()
    },
  })
  const original = new Response(body)
  const client = startClient({ ...quiet, fetch: () => Promise.resolve(original) })
  const response = await client.fetch('/api')
  expect(response).toBe(original)
  expect(response.bodyUsed).toBe(false)
  release()
  expect(await response.text()).toBe('late')
})

test('an abort rejects with its reason, and what it carried is sent again', async () => {
  const server = createFakeServer(message('Once'))
  const client = startClient({ fetch: abortable(server.fetch) })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
  client.markShown(client.store.getState().messages.map(({ id }) => id))
  const stopping = new AbortController()
  const reason = new Error('Enough')
  const sent = client.fetch('/slow', { signal: stopping.signal })
  stopping.abort(reason)
  await expect(sent).rejects.toBe(reason)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test.each<[string, unknown, RequestInit?]>([
  ['a URL that is none', 'http://'],
  ['a URL with credentials', `${location.origin.replace('//', '//user:pass@')}/api`],
  ['a GET with a body', '/api', { body: 'x' }],
  ['a header that is none', '/api', { headers: { 'not a name': 'x' } }],
  ['a signal that was aborted', '/api', { signal: AbortSignal.abort(new Error('Stopped')) }],
])('%s fails as with fetch', async (_, input, init) => {
  const client = startClient(quiet)
  const failure = await fetch(input as string, init).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  await expect(client.fetch(input as string, init)).rejects.toEqual(failure)
})

test('the network is as it is: redirects, opaque responses and a server that is not there', async () => {
  const client = startClient(quiet)
  for (const init of [
    { redirect: 'manual' },
    { mode: 'no-cors' },
    { redirect: 'follow' },
  ] as const) {
    const [ours, plain] = [await client.fetch('/', init), await fetch('/', init)]
    expect([ours.type, ours.status, ours.url]).toEqual([plain.type, plain.status, plain.url])
  }
  const data = await client.fetch('data:text/plain,hello')
  expect(await data.text()).toBe('hello')
  const blob = URL.createObjectURL(new Blob(['blob']))
  onTestFinished(() => URL.revokeObjectURL(blob))
  expect(await (await client.fetch(blob)).text()).toBe('blob')
  await expect(client.fetch('http://127.0.0.1:1/')).rejects.toThrow('Failed to fetch')
})

test('an opaque response brings nothing, and what it was to carry is sent again', async () => {
  const server = createFakeServer(message('Once'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
  client.markShown(client.store.getState().messages.map(({ id }) => id))
  server.intercept = ({ url }) => (url.endsWith('/opaque') ? Response.error() : undefined)
  const response = await client.fetch('/opaque', { mode: 'no-cors' })
  expect(response.type).toBe('error')
  expect(server.requests.at(-1)?.headers.has(fields.client)).toBe(false)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('wrapFetch has anything that is called like fetch bring messages, its own options included', async () => {
  const server = createFakeServer(message('Saved'))
  const client = startClient({ ...quiet, fetch: server.fetch })
  const own = vi.fn<typeof fetch>(server.fetch)
  const wrapped = wrapFetch(client, own)
  const next = { revalidate: 60 }
  await wrapped('/api', { next } as RequestInit)
  expect(own.mock.calls[0]?.[1]).toMatchObject({ next })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Saved']))
})

test('an axios instance carries what was shown and brings what waits', async () => {
  const server = createFakeServer(message('Saved'))
  const client = startClient({ ...quiet, fetch: server.fetch })
  const http = axios.create({ baseURL: '/api', adapter: 'fetch', env: { fetch: server.fetch } })
  onTestFinished(attachTo(client, http))
  const { data } = await http.get<string>('orders', { params: { page: 2 } })
  expect(data).toBe('the app')
  await vi.waitFor(() => expect(texts(client)).toEqual(['Saved']))
  expect(server.requests[0]?.headers.get(fields.client)).toMatch(/^v=1; tab=/)

  client.markShown(client.store.getState().messages.map(({ id }) => id))
  await http.post('orders', { name: 'Ada' })
  expect(server.to('POST /api/orders')[0]?.headers.has(fields.used)).toBe(true)
  expect(server.pending).toEqual([])
})

test('an axios request that fails rejects as it did, and brings messages if it was answered', async () => {
  const server = createFakeServer()
  const client = startClient({ ...quiet, fetch: server.fetch })
  const http = axios.create({ adapter: 'fetch', env: { fetch: server.fetch } })
  attachTo(client, http)
  server.intercept = ({ url }) =>
    url.endsWith('/down')
      ? Promise.reject(new TypeError('Failed to fetch'))
      : new Response('no', {
          status: 422,
          headers: {
            [fields.messages]: encodeHeader([message('Not valid')], { maxBytes: 999 }).value,
          },
        })
  await expect(http.get('/api')).rejects.toMatchObject({ response: { status: 422, data: 'no' } })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Not valid']))
  await expect(http.get('/down')).rejects.toMatchObject({ message: 'Network Error' })
})

test('what axios carried and nobody took note of is sent again', async () => {
  const server = createFakeServer(message('Once'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
  client.markShown(client.store.getState().messages.map(({ id }) => id))
  const http = axios.create({ adapter: () => Promise.reject(new Error('Broken')) })
  // A copy of the request's settings, as other interceptors make.
  attachTo(client, http)
  http.interceptors.request.use((config) => ({ ...config }))
  await expect(http.get('/api')).rejects.toThrow('Broken')
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('axios leaves requests to somebody else alone, and nothing when it was detached', async () => {
  const server = createFakeServer(message('Not yours'))
  const client = startClient({ ...quiet, fetch: server.fetch })
  const http = axios.create({ adapter: 'fetch', env: { fetch: server.fetch } })
  const detach = attachTo(client, http)
  await http.get('https://other.example/data')
  detach()
  await http.get('/api')
  expect(server.requests.map(({ headers }) => headers.has(fields.client))).toEqual([false, false])
  expect(texts(client)).toEqual([])
})

/** A request to `/slow` has no answer until it is aborted. */
function abortable(send: typeof fetch): typeof fetch {
  return (input, init) =>
    input === '/slow'
      ? new Promise((_, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        )
      : send(input, init)
}
