import { encodeHeader } from '@flashpost/core/protocol'
import { expect, test, vi } from 'vitest'
import { startLocalClient, texts } from './support/clients.ts'
import { pass, passUntil, stopClock } from './support/clock.ts'
import { followInbox } from './support/follow.ts'
import { changesUpTo } from './support/inbox-server.ts'
import { createLiveServer } from './support/live-server.ts'
import type { LiveServer } from './support/live-server.ts'
import { message } from './support/message.ts'
import { setVisibility } from './support/page.ts'

// One stream for a browser. Locks and channels do not tell two clients of one page from those of two tabs.

test('one stream brings messages to every tab, and one of them has each', async () => {
  stopClock()
  const server = createLiveServer()
  const clients = [await startLive(server), await startLive(server)]
  const [stream] = server.open()
  stream?.send('messages', { messages: [message('One'), message('Two')] })
  await vi.waitFor(() => expect(clients.flatMap(texts).toSorted()).toEqual(['One', 'Two']))
  expect(server.open()).toHaveLength(1)
})

test('what comes live is acknowledged when it was shown, and not before', async () => {
  stopClock()
  const server = createLiveServer()
  const client = await startLive(server)
  const told = message('Ready')
  server.open()[0]?.send('messages', { messages: [told] })
  await vi.waitFor(() => expect(texts(client)).toEqual(['Ready']))
  expect(server.to('POST /messages/used')).toHaveLength(0)
  client.markShown([told.id])
  await passUntil(() => server.to('POST /messages/used').length === 1)
})

test('what the stream could not hold is fetched', async () => {
  stopClock()
  const server = createLiveServer()
  const client = await startLive(server)
  server.pending.push(message('Too much'))
  server.open()[0]?.send('messages', { messages: [message('Fits')], more: true })
  await passUntil(() => texts(client).length === 2)
  expect(texts(client)).toEqual(['Fits', 'Too much'])
})

test('parts of every tab follow the inbox over the stream', async () => {
  stopClock()
  const server = createLiveServer()
  const [one, two] = [await startLive(server), await startLive(server)].map(followInbox)
  await passUntil(() => one?.news.length && two?.news.length)
  server.open()[0]?.send('inbox', changesUpTo('a.2.0'))
  const expected = { since: 'a.1.0', changes: changesUpTo('a.2.0') }
  await vi.waitFor(() => expect([one?.news[1], two?.news[1]]).toEqual([expected, expected]))
  expect(server.asked).toEqual([])
})

test('after a cut it goes on from what was applied last', async () => {
  stopClock()
  const server = createLiveServer()
  const { news } = followInbox(await startLive(server))
  server.open()[0]?.send('inbox', changesUpTo('a.2.0'))
  await pass(1)
  server.revision = 'a.5.0'
  server.status = 500
  server.open()[0]?.end()
  await passUntil(() => server.open().length === 1)
  expect(server.streams.map(({ since }) => since)).toEqual([undefined, 'a.2.0'])
  // Cut before what was missed could come.
  server.open()[0]?.end()
  await passUntil(() => server.open().length === 1)
  expect(server.streams[2]?.since).toBe('a.2.0')
  server.open()[0]?.send('inbox', changesUpTo('a.5.0'))
  await pass(1)
  expect(news.at(-1)).toEqual({ since: 'a.2.0', changes: changesUpTo('a.5.0') })
})

test('what comes twice is told once, and what comes too early is asked for again', async () => {
  stopClock()
  const server = createLiveServer()
  const { news } = followInbox(await startLive(server))
  await pass(1)
  const [stream] = server.open()
  stream?.send('inbox', { ...changesUpTo('a.2.0'), since: 'a.1.0' })
  stream?.send('inbox', { ...changesUpTo('a.2.0'), since: 'a.1.0' })
  await pass(2)
  expect(news.map(({ changes }) => changes.revision)).toEqual(['a.1.0', 'a.2.0'])
  stream?.send('inbox', { ...changesUpTo('a.4.0'), since: 'a.3.0' })
  stream?.send('inbox', { ...changesUpTo('a.3.0'), since: 'a.2.0' })
  await pass(2)
  expect(server.streams.at(-1)?.since).toBe('a.3.0')
  expect(stream?.isOpen()).toBe(false)
  expect(news.map(({ changes }) => changes.revision)).toEqual(['a.1.0', 'a.2.0', 'a.3.0'])
})

test('another user is told as such when the stream is asked for anew', async () => {
  stopClock()
  const server = createLiveServer()
  const client = await startLive(server)
  const { news } = followInbox(client)
  await pass(1)
  server.revision = 'b.7.0'
  server.isResumed = false
  await client.refresh()
  await pass(2)
  expect(server.open()).toHaveLength(1)
  expect(news.at(-1)).toEqual({ since: undefined, changes: changesUpTo('b.7.0', { reset: true }) })
})

test('a page that is loaded has the stream asked for anew, for somebody may have signed in', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  startLocalClient({ fetch: server.fetch, live: true })
  await passUntil(() => server.streams.length === 2)
  await pass(5)
  expect(server.streams).toHaveLength(2)
  expect(server.open()).toHaveLength(1)
})

test('when the tab with the stream is closed another opens one, from there on', async () => {
  stopClock()
  const server = createLiveServer()
  const [one, two] = [await startLive(server), await startLive(server)]
  followInbox(two)
  await pass(2)
  server.open()[0]?.send('inbox', changesUpTo('a.3.0'))
  await pass(1)
  one.destroy()
  await passUntil(() => server.open().length === 1)
  expect(server.open().map(({ since }) => since)).toEqual(['a.3.0'])
})

test('the stream of a page that hangs is taken over', async () => {
  stopClock()
  const server = createLiveServer()
  const name = 'flashpost /messages line'
  const { promise, resolve } = Promise.withResolvers<void>()
  const held = navigator.locks.request(name, () => promise).catch((error: Error) => error.name)
  startLocalClient({ fetch: server.fetch, live: true })
  await pass(10)
  expect(server.streams).toHaveLength(0)
  await pass(20)
  expect(server.open()).toHaveLength(1)
  resolve()
  expect(await held).toBe('AbortError')
})

test('a page that the browser freezes closes its stream, and opens it again', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  document.dispatchEvent(new Event('freeze'))
  await pass(1)
  expect(server.open()).toHaveLength(0)
  document.dispatchEvent(new Event('resume'))
  await passUntil(() => server.open().length === 1)
  expect(server.open()[0]?.since).toBe('a.1.0')
})

test('the stream is closed while nobody looks, after half a minute', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  setVisibility('hidden')
  await pass(20)
  expect(server.open()).toHaveLength(1)
  await pass(15)
  expect(server.open()).toHaveLength(0)
  setVisibility('visible')
  await passUntil(() => server.open().length === 1)
  expect(server.open()[0]?.since).toBe('a.1.0')
})

test('a page that is put away has no stream', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  await passUntil(() => server.open().length === 0)
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await passUntil(() => server.open().length === 1)
  expect(server.open()[0]?.since).toBe('a.1.0')
})

test('a stream that falls silent is asked for anew, one that gives signs of life is not', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  for (let round = 0; round < 5; round++) {
    await pass(20)
    server.open()[0]?.beat()
  }
  expect(server.streams).toHaveLength(1)
  await pass(55)
  expect(server.streams).toHaveLength(2)
  expect(server.open()).toHaveLength(1)
})

test('a computer that has slept asks anew as soon as somebody looks', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  setVisibility('hidden')
  // Timers stood still.
  vi.setSystemTime(Date.now() + 3_600_000)
  setVisibility('visible')
  await passUntil(() => server.streams.length === 2)
  expect(server.open()).toHaveLength(1)
})

test('the network is back, and so is the stream', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  server.live = () => Promise.reject(new TypeError('offline'))
  server.open()[0]?.end()
  await pass(30)
  server.live = 'stream'
  dispatchEvent(new Event('online'))
  await passUntil(() => server.open().length === 1)
  expect(server.open()[0]?.since).toBe('a.1.0')
})

test.each([
  ['that a proxy holds back', 'silent' as const],
  ['that always breaks off', () => Promise.reject(new TypeError('reset'))],
  ['that there is not', () => new Response('<!doctype html>', { status: 404 })],
])('in place of a stream %s it is asked now and then', async (_, live) => {
  stopClock()
  const server = createLiveServer()
  server.live = live
  const client = startLocalClient({ fetch: server.fetch, live: true })
  const { news } = followInbox(client)
  await pass(50)
  expect(news).toHaveLength(1)
  server.revision = 'a.2.0'
  server.pending.push(message('By asking'))
  await pass(50)
  expect(news.at(-1)?.changes.revision).toBe('a.2.0')
  expect(texts(client)).toEqual(['By asking'])
  expect(server.asked.length).toBeLessThan(8)
  // A stream that comes through is used again, and nobody asks any more.
  server.live = 'stream'
  await pass(1_000)
  expect(server.streams.at(-1)?.since).toBe('a.2.0')
  const before = server.asked.length
  server.open()[0]?.beat()
  await pass(50)
  expect(server.asked).toHaveLength(before)
})

test('a server that asks for a pause gets it', async () => {
  stopClock()
  const server = createLiveServer()
  let asked = 0
  server.live = () => {
    asked++
    return new Response(null, { status: 503, headers: { 'retry-after': '100' } })
  }
  startLocalClient({ fetch: server.fetch, live: true })
  await pass(98)
  expect(asked).toBe(1)
  await pass(60)
  expect(asked).toBe(2)
})

test('after its end a stream is asked for when the server has said', async () => {
  stopClock()
  const server = createLiveServer()
  await startLive(server)
  server.open()[0]?.send('messages', { messages: [] }, { retry: 30_000 })
  await pass(12)
  server.open()[0]?.end()
  await pass(28)
  expect(server.streams).toHaveLength(1)
  await pass(20)
  expect(server.streams).toHaveLength(2)
})

test('a visitor for whom nothing can come has no stream, until a response says that something will', async () => {
  stopClock()
  const server = createLiveServer()
  let asked = 0
  server.live = () => {
    asked++
    return new Response(null, { status: 204 })
  }
  const [one, two] = [0, 1].map(() => startLocalClient({ fetch: server.fetch, live: true }))
  await pass(120)
  const before = asked
  expect(before).toBeLessThanOrEqual(2)
  server.live = 'stream'
  promiseMore(server)
  await two?.fetch('/export')
  await passUntil(() => server.open().length === 1)
  await one?.fetch('/export')
  await pass(1)
  expect(server.streams).toHaveLength(1)
})

test('a stranger to whom more is promised has the stream opened anew: it knows nothing of one box more', async () => {
  stopClock()
  const server = createLiveServer()
  server.live = 'silent'
  const client = await startLive(server)
  server.open()[0]?.send('hello', { resumed: false })
  promiseMore(server)
  await client.fetch('/export')
  await passUntil(() => server.streams.length === 2)
  expect(server.open()).toHaveLength(1)
})

test('without the option there is no stream, whatever a response says', async () => {
  stopClock()
  const server = createLiveServer()
  const client = startLocalClient({ fetch: server.fetch })
  followInbox(client)
  await pass(60)
  expect(server.streams).toHaveLength(0)
})

test('a client that has ended has no stream', async () => {
  stopClock()
  const server = createLiveServer()
  const client = await startLive(server)
  client.destroy()
  await passUntil(() => server.open().length === 0)
  await pass(120)
  expect(server.streams).toHaveLength(1)
})

/** The answer to `/export` says that something will come. */
function promiseMore(server: LiveServer): void {
  const { intercept } = server
  const { value } = encodeHeader([], { live: true, maxBytes: 4_096 })
  server.intercept = (request) =>
    request.url.endsWith('/export')
      ? new Response('', { headers: { 'flash-messages': value } })
      : intercept?.(request)
}

/** A tab with live delivery: it has opened the stream, or had another tab open it anew. */
async function startLive(server: LiveServer) {
  const before = server.streams.length
  const client = startLocalClient({ fetch: server.fetch, live: true })
  await passUntil(() => server.streams.length > before && server.open().length === 1)
  return client
}
