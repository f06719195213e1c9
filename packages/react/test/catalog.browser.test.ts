import { defineMessages } from '@flashpost/core'
import type { Message } from '@flashpost/core'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

const catalog = defineMessages({
  shipped: {
    level: 'info',
    text: (order: { id: number }) => `Order ${order.id} is on its way.`,
    schema: z.object({ id: z.number() }),
  },
  saved: { level: 'success', text: 'Saved.' },
})

test('a message whose parameters do not fit the catalog is not shown, and stays on the server', async () => {
  const right = named('Right', 'shipped', { id: 7 })
  const wrong = named('Wrong', 'shipped', { id: 'seven' })
  const server = createFakeServer(wrong, right)
  const client = startClient({ fetch: server.fetch, catalog })
  const refused = vi.fn<(message: Message) => void>()
  client.on('refused', refused)
  await vi.waitFor(() => expect(texts(client)).toEqual(['Right']))
  expect(refused).toHaveBeenCalledExactlyOnceWith(wrong)
  client.markShown([right.id, wrong.id])
  await vi.waitFor(() => expect(server.pending).toEqual([wrong]))
})

test.each([
  ['no name', message('Text')],
  ['a name that is not in the catalog', named('Text', 'lost', {})],
  ['a name that is a property of every object', named('Text', 'constructor', {})],
  ['an entry without a schema', named('Text', 'saved', { any: 'thing' })],
])('a message with %s is shown', async (_, one) => {
  const client = startClient({ fetch: createFakeServer(one).fetch, catalog })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Text']))
})

function named(text: string, name: string, params: Message['params']): Message {
  return { ...message(text), name, ...(params && { params }) }
}
