import { fields } from '@flashpost/core/protocol'
import type { MessagesClient } from '@flashpost/react/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

test('a reload shows nothing twice, and acknowledges at once what is offered again', async () => {
  const server = createFakeServer(message('Once'))
  server.intercept = ({ method }) => (method === 'POST' ? Response.error() : undefined)
  const before = await shownBy(server.fetch)
  before.destroy()

  const posts = server.to('POST /messages/used').length
  delete server.intercept
  const after = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.to('POST /messages/used').length).toBeGreaterThan(posts))
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  expect(texts(after)).toEqual([])
})

test('a reload before a message was shown shows it then', async () => {
  const server = createFakeServer(message('Not yet'))
  const before = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(before)).toEqual(['Not yet']))
  before.destroy()
  const after = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(after)).toEqual(['Not yet']))
  expect(server.to('POST /messages/used')).toEqual([])
})

test('a response that the HTTP cache plays back shows nothing twice', async () => {
  const server = createFakeServer(message('Once'))
  const cached = await server.fetch('/api')
  const client = startClient({ hydrate: false, fetch: () => Promise.resolve(cached.clone()) })
  await client.fetch('/api')
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
  await client.fetch('/api')
  expect(texts(client)).toEqual(['Once'])
  client.dismiss()
  await client.fetch('/api')
  expect(texts(client)).toEqual([])
})

test('a tab keeps its id over a reload; another server gives it another one', async () => {
  const server = createFakeServer()
  const tabs = []
  for (const url of ['/messages', '/messages', '/other']) {
    const client = startClient({ hydrate: false, fetch: server.fetch, url })
    await client.fetch('/api')
    tabs.push(server.requests.at(-1)?.headers.get(fields.client))
    client.destroy()
  }
  expect(tabs[1]).toBe(tabs[0])
  expect(tabs[2]).not.toBe(tabs[0])
})

test('a tab remembers a bounded number of messages', async () => {
  const messages = Array.from({ length: 300 }, (_, index) => message(`${index}`))
  const server = createFakeServer(...messages)
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toHaveLength(300))
  client.dismiss()
  const saved = localStorage.getItem('flashpost /messages')?.split(' ')
  expect(saved).toEqual(messages.slice(100).map(({ id }) => id))
})

test('a copy of a tab that lives finds no id, and gets one of its own', async () => {
  const server = createFakeServer()
  for (const client of [startClient({ fetch: server.fetch }), startClient({ fetch: server.fetch })])
    await client.refresh()
  const tabs = server.requests.map(({ headers }) => headers.get(fields.client)?.slice(0, 30))
  expect(new Set(tabs).size).toBe(2)
})

test.each(['getItem', 'setItem'] as const)(
  'a storage that throws at %s costs only the memory',
  async (method) => {
    const broken = vi.spyOn(Storage.prototype, method).mockImplementation(() => {
      throw new DOMException('No', 'SecurityError')
    })
    onTestFinished(() => broken.mockRestore())
    const server = createFakeServer(message('Once'))
    const client = await shownBy(server.fetch)
    client.dismiss()
    server.pending.push(message('Twice'))
    void client.refresh()
    await vi.waitFor(() => expect(texts(client)).toEqual(['Twice']))
  },
)

test('a storage that holds nonsense is begun anew', async () => {
  sessionStorage.setItem('flashpost /messages', '{"tab": 7} x')
  const server = createFakeServer(message('Once'))
  await shownBy(server.fetch)
  expect(server.requests[0]?.headers.get(fields.client)).toMatch(/^v=1; tab=[\w-]{22}; document$/)
})

async function shownBy(fetch: typeof globalThis.fetch): Promise<MessagesClient> {
  const client = startClient({ fetch })
  await vi.waitFor(() => expect(texts(client)).toHaveLength(1))
  client.markShown(client.store.getState().messages.map(({ id }) => id))
  return client
}
