import { fields } from '@flashpost/core/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

test('what the server keeps for another tab comes after ten seconds, by itself', async () => {
  const server = withheldServer()
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.to('GET /messages')).toHaveLength(1))
  server.pending.push(message('For another'))
  await vi.advanceTimersByTimeAsync(9_000)
  expect(server.to('GET /messages')).toHaveLength(1)
  delete server.intercept
  await vi.advanceTimersByTimeAsync(1_500)
  await vi.waitFor(() => expect(texts(client)).toEqual(['For another']))
  expect(server.to('GET /messages')[1]?.headers.get(fields.client)).not.toContain('document')
})

test('a server that always says that more waits is asked a few times only', async () => {
  const server = withheldServer()
  startClient({ fetch: server.fetch })
  await vi.advanceTimersByTimeAsync(3_600_000)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(server.to('GET /messages')).toHaveLength(4)
})

test('a client that has ended does not ask any more', async () => {
  const server = withheldServer()
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.to('GET /messages')).toHaveLength(1))
  client.destroy()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.to('GET /messages')).toHaveLength(1)
})

function withheldServer() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const server = createFakeServer()
  server.intercept = () => Response.json({ messages: [], more: true })
  return server
}
