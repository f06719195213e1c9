import type { InboxNews } from '@flashpost/react/client'
import { expect, test, vi } from 'vitest'
import { startLocalClient } from './support/clients.ts'
import { pass, passUntil, stopClock } from './support/clock.ts'
import { followInbox, toolsOf } from './support/follow.ts'
import { changesUpTo, createInboxServer } from './support/inbox-server.ts'
import type { InboxServer } from './support/inbox-server.ts'
import { setVisibility } from './support/page.ts'

// How parts follow an inbox without a stream. Locks and channels do not tell two clients of one page from those of two tabs.

const first: InboxNews = { since: 'a.1.0', changes: changesUpTo('a.1.0') }

test('one tab asks, and all are told', async () => {
  stopClock()
  const server = createInboxServer()
  const [one, two] = [await follow(server), await follow(server)]
  expect(server.asked[0]).toBeUndefined()
  server.revision = 'a.4.0'
  const before = server.asked.length
  await pass(50)
  const next = { since: 'a.1.0', changes: changesUpTo('a.4.0') }
  expect(one.news.at(-1)).toEqual(next)
  expect(two.news.at(-1)).toEqual(next)
  expect(server.asked.slice(before)).toEqual(['a.1.0'])
})

test('who comes later hears how things stand', async () => {
  stopClock()
  const server = createInboxServer()
  const { tools } = await follow(server)
  server.revision = 'a.4.0'
  await pass(50)
  const late: InboxNews[] = []
  tools.follow((news) => late.push(news))
  await vi.waitFor(() => expect(late).toEqual([{ since: 'a.4.0', changes: changesUpTo('a.4.0') }]))
  const { news } = await follow(server)
  expect(news[0]).toEqual({ since: 'a.4.0', changes: changesUpTo('a.4.0') })
})

test('when the tab that asks is closed another goes on from there', async () => {
  stopClock()
  const server = createInboxServer()
  const [one, two] = [await follow(server), await follow(server)]
  one.client.destroy()
  server.revision = 'a.2.0'
  await pass(2)
  expect(two.news.at(-1)).toEqual({ since: 'a.1.0', changes: changesUpTo('a.2.0') })
})

test('another user is told as such', async () => {
  stopClock()
  const server = createInboxServer()
  const { news } = await follow(server)
  server.revision = 'b.1.0'
  await pass(50)
  expect(news.at(-1)).toEqual({ since: undefined, changes: changesUpTo('b.1.0', { reset: true }) })
})

test('a revision that the server refuses is given up', async () => {
  stopClock()
  const server = createInboxServer()
  const { news } = await follow(server)
  server.status = 400
  await pass(50)
  server.status = undefined
  await passUntil(() => news.at(-1)?.since === undefined)
  expect(server.asked.at(-1)).toBeUndefined()
  expect(news.at(-1)).toEqual({ since: undefined, changes: changesUpTo('a.1.0', { reset: true }) })
})

test.each([401, 403, 404])(
  'a server that answers %i is left alone until told otherwise',
  async (status) => {
    stopClock()
    const server = createInboxServer()
    server.status = status
    const { client, news } = await follow(server)
    const failed = vi.fn<() => void>()
    client.on('failed', failed)
    await pass(180)
    expect(server.asked).toHaveLength(1)
    expect(failed).not.toHaveBeenCalled()
    server.status = undefined
    await client.refresh()
    await pass(2)
    expect(news).toEqual([first])
  },
)

test('a page that is loaded asks for all tabs', async () => {
  stopClock()
  const server = createInboxServer()
  server.status = 401
  const { news } = await follow(server)
  await pass(60)
  server.status = undefined
  await follow(server)
  await pass(2)
  expect(news).toEqual([first])
})

test('a server that fails is asked less and less often, and the app is told', async () => {
  stopClock()
  const server = createInboxServer()
  server.status = 500
  const { client, news } = await follow(server)
  const codes: string[] = []
  client.on('failed', ({ code }) => codes.push(code))
  await pass(120)
  expect(server.asked.length).toBeLessThan(10)
  expect(new Set(codes)).toEqual(new Set(['FLASH_ERR_ENDPOINT']))
  server.status = undefined
  await pass(80)
  expect(news).toEqual([first])
})

test('nobody asks while nobody looks, and at once when somebody does', async () => {
  stopClock()
  const server = createInboxServer()
  const { news } = await follow(server)
  setVisibility('hidden')
  await pass(31)
  const before = server.asked.length
  await pass(120)
  expect(server.asked).toHaveLength(before)
  server.revision = 'a.2.0'
  setVisibility('visible')
  await pass(2)
  expect(news.at(-1)).toEqual({ since: 'a.1.0', changes: changesUpTo('a.2.0') })
})

test('who does not follow any more is told nothing, and nobody asks for nobody', async () => {
  stopClock()
  const server = createInboxServer()
  const { stop, news } = await follow(server)
  stop()
  const before = server.asked.length
  server.revision = 'a.2.0'
  await pass(120)
  expect(server.asked).toHaveLength(before)
  expect(news).toEqual([first])
})

test('a listener that throws keeps no other from being told', async () => {
  const report = vi.fn<(event: ErrorEvent) => void>((event) => event.preventDefault())
  addEventListener('error', report, { once: true })
  const server = createInboxServer()
  const tools = toolsOf(startLocalClient({ fetch: server.fetch }))
  tools.follow(() => {
    throw new Error('a mistake of the app')
  })
  const news: InboxNews[] = []
  tools.follow((each) => news.push(each))
  await vi.waitFor(() => expect(news).toEqual([first]))
  expect(report).toHaveBeenCalledOnce()
})

async function follow(server: InboxServer) {
  const client = startLocalClient({ fetch: server.fetch })
  const { news, stop } = followInbox(client)
  const before = server.asked.length
  await vi.waitFor(async () => {
    await pass(1)
    expect(news.length > 0 || server.asked.length > before).toBe(true)
  })
  return { client, tools: toolsOf(client), news, stop }
}
