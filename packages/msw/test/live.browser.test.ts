import { createInbox, memoryBackend } from '@flashpost/inbox'
import { createFlashServer } from '@flashpost/msw'
import type { Fault } from '@flashpost/msw'
import type { InboxChanges, StoredMessage } from '@flashpost/core'
import { applyChanges } from '@flashpost/core/protocol'
import { createMessagesClient } from '@flashpost/react/client'
import type { MessagesClient, PartTools } from '@flashpost/react/client'
import { setupWorker } from 'msw/browser'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'

// The client over streams of the mocked server, in a page.

const patient = { timeout: 20_000 }

let inbox = createInbox({ backend: memoryBackend() })
const worker = setupWorker()

beforeAll(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }))
afterAll(() => worker.stop())
beforeEach(() => {
  inbox = createInbox({ backend: memoryBackend() })
  return async () => {
    worker.resetHandlers()
    await inbox.close()
  }
})

test('what is sent is on the page, and acknowledged', async () => {
  const { client, server } = open()
  await followed(client)
  const { id } = await inbox.send('ada', { level: 'info', text: 'Ready' })
  await expect.poll(() => textsOf(client)).toEqual(['Ready'])
  expect(server.offered.map((message) => message.id)).toEqual([id])
  client.markShown([id])
  await expect.poll(() => server.used).toEqual([id])
})

test.each<readonly [string, readonly Fault[]]>([
  ['is cut again and again', [1, 2, 3].map((after) => ({ kind: 'cut', after }))],
  ['says everything twice', [{ kind: 'duplicate' }]],
  ['mixes up the order', [{ kind: 'reorder' }]],
  ['begins anew', [{ kind: 'cut', after: 2 }, { kind: 'reset' }]],
  [
    'fails first',
    [
      { kind: 'error', status: 503 },
      { kind: 'drop', of: 'request' },
    ],
  ],
])(
  'over a stream that %s the page has what the server has, and each message once',
  { timeout: 60_000 },
  async (_, faults) => {
    const { client, server } = open(faults)
    const items = await followed(client)
    const sent: string[] = []
    for (const text of ['One', 'Two', 'Three', 'Four', 'Five', 'Six']) {
      const { id } = await inbox.send('ada', { level: 'info', text })
      sent.push(id)
      if (text === 'Four') await inbox.markRead('ada', sent[0]!)
      await expect.poll(() => idsOf(client), patient).toContain(id)
    }
    expect(idsOf(client).toSorted()).toEqual(sent)
    const { messages } = await inbox.list('ada', {})
    await expect.poll(() => [...items().keys()].toSorted(), patient).toEqual(sent)
    await expect.poll(() => items().get(sent[0]!)?.readAt).toBe(messages.at(-1)?.readAt)
    client.markShown(sent)
    await expect.poll(() => server.used.toSorted()).toEqual(sent)
  },
)

/** A client whose first streams have faults. */
function open(faults: readonly Fault[] = []) {
  const server = createFlashServer({ inbox, user: () => 'ada' })
  for (const fault of faults) server.fault('live', fault)
  worker.use(...server.handlers)
  const client = createMessagesClient({ live: true })
  onTestFinished(() => {
    client.destroy()
    server.reset()
  })
  return { client, server }
}

/** Follows the inbox as a list does: it loads what it cannot know, and lays changes over it. */
async function followed(client: MessagesClient): Promise<() => ReadonlyMap<string, StoredMessage>> {
  const { tools } = client.part(createHolder)
  let items: ReadonlyMap<string, StoredMessage> = new Map()
  let isLoaded = false
  tools?.follow(({ changes }) => {
    isLoaded = true
    items = applyChanges(items, changes)
    if (changes.reset) void load(tools).then((page) => (items = applyChanges(items, page)))
  })
  await expect.poll(() => isLoaded, patient).toBe(true)
  return () => items
}

async function load(tools: PartTools): Promise<InboxChanges> {
  const answer = await tools.request('/inbox')
  const { messages, counts, revision } = (await answer.json()) as Awaited<
    ReturnType<typeof inbox.list>
  >
  return { reset: true, changed: messages, removed: [], counts, revision }
}

function createHolder(_client: MessagesClient, tools: PartTools | undefined) {
  return { tools, stop: () => undefined }
}

const textsOf = (client: MessagesClient) => client.store.getState().messages.map(({ text }) => text)

const idsOf = (client: MessagesClient) => client.store.getState().messages.map(({ id }) => id)
