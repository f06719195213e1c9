import type { MessagesClient } from '@flashpost/react/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames, place, setVisibility } from './support/page.ts'

// Locks and channels do not tell two clients of one page from those of two tabs.

test('a message that two tabs are offered is in one of them', async () => {
  const [one, two] = startTwo()
  await settled([one, two], ['Once'])
  await frames(5)
  expect([...texts(one), ...texts(two)]).toEqual(['Once'])
})

test('what one tab shows is not shown in the other, now or later', async () => {
  const [one, two, server] = startTwo()
  await settled([one, two], ['Once'])
  const [first, second] = texts(one).length > 0 ? [one, two] : [two, one]
  first.markShown(idsOf(first))
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  await second.refresh()
  server.pending.push(...first.store.getState().messages)
  await second.refresh()
  await frames(5)
  expect(texts(second)).toEqual([])
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a tab that ends before it has shown a message leaves it to the other', async () => {
  const [one, two] = startTwo()
  await settled([one, two], ['Once'])
  const [first, second] = texts(one).length > 0 ? [one, two] : [two, one]
  first.destroy()
  await vi.waitFor(() => expect(texts(second)).toEqual(['Once']))
})

test('a tab that goes into the background before it has shown a message leaves it to the other', async () => {
  const server = createFakeServer(message('Once'))
  const hidden = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(hidden)).toEqual(['Once']))
  setVisibility('hidden')
  setVisibility('visible')
  const visible = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(visible)).toEqual(['Once']))
  visible.markShown(idsOf(visible))
  await vi.waitFor(() => expect(texts(hidden)).toEqual([]))
})

test('a frame of no size leaves a message to whoever can show it', async () => {
  const server = createFakeServer(message('Once'))
  vi.stubGlobal('innerHeight', 0)
  const hidden = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(hidden)).toEqual(['Once']))
  vi.unstubAllGlobals()
  const visible = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(visible)).toEqual(['Once']))
  visible.markShown(idsOf(visible))
  await vi.waitFor(() => expect(texts(hidden)).toEqual([]))
})

test('a tab that comes back does not show what another has taken meanwhile', async () => {
  const server = createFakeServer(message('Once'))
  const before = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(before)).toEqual(['Once']))
  setVisibility('hidden')
  setVisibility('visible')
  const other = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(other)).toEqual(['Once']))
  const dismissed = vi.fn<(event: unknown) => void>()
  before.on('dismissed', dismissed)
  attach(before)
  await vi.waitFor(() => expect(texts(before)).toEqual([]))
  expect(dismissed).toHaveBeenCalledWith(expect.objectContaining({ reason: 'elsewhere' }))
  expect(server.pending).toHaveLength(1)
  other.destroy()
  await vi.waitFor(() => expect(texts(before)).toEqual(['Once']))
})

test('a message that is dismissed in one tab closes in the other', async () => {
  withoutLocks()
  const [one, two, server] = startTwo()
  await settled([one, two], ['Once', 'Once'])
  one.markShown(idsOf(one))
  one.dismiss()
  await vi.waitFor(() => expect(texts(two)).toEqual([]))
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  expect(server.to('POST /messages/used')).toHaveLength(1)
})

test('a message that is dismissed while it comes once more stays dismissed', async () => {
  const once = message('Once')
  const server = createFakeServer(once)
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
  client.deliver([once])
  client.dismiss()
  await frames(3)
  expect(texts(client)).toEqual([])
})

test('without locks and channels, a tab that opens does not show what was shown', async () => {
  withoutLocks()
  vi.stubGlobal('BroadcastChannel', undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  const once = message('Once')
  const server = createFakeServer(once)
  const one = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(one)).toEqual(['Once']))
  const early = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(early)).toEqual(['Once']))
  one.markShown(idsOf(one))
  server.pending.splice(0, 1, once)
  const late = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  expect(texts(late)).toEqual([])
  attach(early)
  await vi.waitFor(() => expect(texts(early)).toEqual([]))
})

test('a page that refuses locks shows its messages all the same', async () => {
  const refused = vi
    .spyOn(navigator.locks, 'request')
    .mockRejectedValue(new DOMException('No', 'SecurityError'))
  onTestFinished(() => refused.mockRestore())
  const server = createFakeServer(message('Once'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
})

test('what the server has let go of is claimed no longer', async () => {
  const server = createFakeServer(message('Once'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
  expect(await locks()).toHaveLength(1)
  client.markShown(idsOf(client))
  await vi.waitFor(async () => expect(await locks()).toEqual([]))
  expect(server.pending).toEqual([])
})

test('a page that is put away holds nothing, and goes on when it comes back', async () => {
  const server = createFakeServer(message('Once'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once']))
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  await vi.waitFor(async () => expect(await locks()).toEqual([]))
  server.pending.push(message('Meanwhile'))
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await vi.waitFor(() => expect(texts(client)).toEqual(['Once', 'Meanwhile']))
  attach(client)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a message of the app itself is claimed by nobody', async () => {
  const client = startClient({ hydrate: false })
  client.info('Local')
  attach(client)
  await vi.waitFor(() => expect(client.isShown(idsOf(client)[0]!)).toBe(true))
  expect(await locks()).toEqual([])
})

function startTwo() {
  const server = createFakeServer(message('Once'))
  const start = () => startClient({ fetch: server.fetch })
  return [start(), start(), server] as const
}

async function settled(clients: readonly MessagesClient[], all: readonly string[]): Promise<void> {
  await vi.waitFor(() => expect(clients.flatMap(texts)).toEqual(all))
}

function idsOf(client: MessagesClient): string[] {
  return client.store.getState().messages.map(({ id }) => id)
}

function attach(client: MessagesClient): void {
  for (const each of client.store.getState().messages) client.getMessageProps(each).ref(place('p'))
}

function withoutLocks(): void {
  Object.defineProperty(navigator, 'locks', { configurable: true, value: undefined })
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'locks'))
}

async function locks(): Promise<readonly (string | undefined)[]> {
  const { held = [], pending = [] } = await navigator.locks.query()
  return [...held, ...pending].map(({ name }) => name)
}
