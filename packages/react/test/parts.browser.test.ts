import { createMessagesClient } from '@flashpost/react/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openChannel } from '../src/client/tabs/channel.ts'
import { lead } from '../src/client/tabs/leader.ts'
import { startLocalClient } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { toolsOf } from './support/follow.ts'

// What an extension builds on. Locks and channels do not tell two clients of one page from those of two tabs.

test('a part asks the server in the name of the tab', async () => {
  const server = createFakeServer()
  const client = startLocalClient({ url: '/mail', fetch: server.fetch })
  const { request } = toolsOf(client)
  await request('/inbox?limit=5', { method: 'PATCH', headers: { 'x-more': 'yes' } })
  const [asked] = server.to('PATCH /mail/inbox')
  expect(asked?.headers.get('flash-client')).toMatch(/^v=1; tab=[\w-]{22}$/)
  expect(asked?.headers.get('x-more')).toBe('yes')
})

test('a part hears what that of another tab says, while its page is there', async () => {
  const [one, two] = [startLocalClient(), startLocalClient()].map(toolsOf)
  const heard: unknown[] = []
  openChannel(one!, `${one!.name} inbox`, (data) => heard.push(data))
  const send = openChannel(two!, `${two!.name} inbox`, () => undefined)
  send('first')
  await vi.waitFor(() => expect(heard).toEqual(['first']))
  putAway()
  send('lost')
  comeBack()
  send('second')
  await vi.waitFor(() => expect(heard).toEqual(['first', 'second']))
})

test('one tab leads, and the next one when it ends', async () => {
  const clients = [startLocalClient(), startLocalClient()]
  const leaders: number[] = []
  clients.forEach((client, index) =>
    lead(toolsOf(client), 'live', (signal) => {
      leaders.push(index)
      signal.addEventListener('abort', () => leaders.push(-index - 1))
    }),
  )
  await vi.waitFor(() => expect(leaders).toEqual([0]))
  clients[0]!.destroy()
  await vi.waitFor(() => expect(leaders).toEqual([0, -1, 1]))
  clients[1]!.destroy()
  expect(leaders).toEqual([0, -1, 1, -2])
})

test('who leads gives that up while the page is put away, or at will', async () => {
  const tools = toolsOf(startLocalClient())
  const log: string[] = []
  const stop = lead(tools, 'live', (signal) => {
    log.push('leads')
    signal.addEventListener('abort', () => log.push('stops'))
  })
  await vi.waitFor(() => expect(log).toEqual(['leads']))
  putAway()
  expect(log).toEqual(['leads', 'stops'])
  await vi.waitFor(async () => expect((await navigator.locks.query()).held).toEqual([]))
  comeBack()
  await vi.waitFor(() => expect(log).toEqual(['leads', 'stops', 'leads']))
  stop()
  expect(log).toEqual(['leads', 'stops', 'leads', 'stops'])
  putAway()
  comeBack()
  await vi.waitFor(async () => expect((await navigator.locks.query()).held).toEqual([]))
  expect(log).toHaveLength(4)
})

test('without locks each tab leads', async () => {
  vi.stubGlobal('navigator', { locks: undefined })
  onTestFinished(() => void vi.unstubAllGlobals())
  const work = vi.fn<(signal: AbortSignal) => void>()
  for (const client of [startLocalClient(), startLocalClient()]) lead(toolsOf(client), 'live', work)
  expect(work).toHaveBeenCalledTimes(2)
})

test('the signal of a part is given when its client ends', () => {
  const client = createMessagesClient({ hydrate: false })
  const { signal } = toolsOf(client)
  expect(signal.aborted).toBe(false)
  client.destroy()
  expect(signal.aborted).toBe(true)
})

function putAway(): void {
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
}

function comeBack(): void {
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
}
