import { createEventDecoder } from '@flashpost/core/protocol'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { Fault } from '@flashpost/msw'
import { expect, onTestFinished, test, vi } from 'vitest'
import { call, start } from './support.ts'

// What goes wrong with live streams; what they say is in test/protocol.

test('a stream that is cut has said so much before', async () => {
  const { send, listen } = openServer({ kind: 'cut', after: 2 })
  const stream = listen()
  await begun(stream)
  await send('One')
  await vi.waitFor(() => expect(stream.isOver()).toBe(true))
  expect(stream.names()).toHaveLength(2)
})

test('a stream that stalls is silent, and does not end', async () => {
  const { send, listen } = openServer({ kind: 'stall' })
  const [stalled, other] = [listen(), listen()]
  await begun(other)
  await send('One')
  await vi.waitFor(() => expect(other.names()).toContain('inbox'))
  expect(stalled.names()).toEqual(['hello'])
  expect(stalled.isOver()).toBe(false)
})

test('a stream that a proxy holds back does not even begin', async () => {
  const { send, listen } = openServer({ kind: 'stall', after: 0 })
  const [stalled, other] = [listen(), listen()]
  await begun(other)
  await send('One')
  await vi.waitFor(() => expect(other.names()).toContain('inbox'))
  expect(stalled.names()).toEqual([])
})

test('a stream that duplicates says everything twice', async () => {
  const { send, listen } = openServer({ kind: 'duplicate' })
  const stream = listen()
  await begun(stream)
  await send('One')
  await vi.waitFor(() => expect(stream.names()).toHaveLength(6))
  expect(stream.names()).toEqual(['hello', 'hello', 'inbox', 'inbox', 'messages', 'messages'])
})

test('a stream that reorders says the later one of two first, and a last one alone', async () => {
  const { send, listen } = openServer({ kind: 'reorder' })
  const stream = listen()
  await begun(stream)
  await send('One')
  await vi.waitFor(() => expect(stream.names()).toEqual(['hello', 'messages', 'inbox']))
})

test('a stream after a reset begins anew, whatever its reader knows', async () => {
  const { send, listen, inbox } = openServer({ kind: 'reset' })
  await send('One')
  const { revision } = await inbox.changes('ada')
  const [anew, on] = [listen(revision), listen(revision)]
  await vi.waitFor(() =>
    expect([anew, on].map((stream) => stream.names()[0])).toEqual(['hello', 'hello']),
  )
  expect([anew, on].map((stream) => stream.hello()?.resumed)).toEqual([false, true])
})

test('a server that is reset ends its streams', async () => {
  const { listen, server } = openServer()
  const stream = listen()
  await begun(stream)
  server.reset()
  await vi.waitFor(() => expect(stream.isOver()).toBe(true))
})

test('a stream ends when somebody else is signed in', async () => {
  let user = 'ada'
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => inbox.close())
  start({ inbox, user: () => user })
  const stream = open()
  await vi.waitFor(() => expect(stream.names()).toEqual(['hello']))
  user = 'bob'
  await inbox.send('ada', { level: 'info', text: 'One' })
  await vi.waitFor(() => expect(stream.isOver()).toBe(true))
  expect(stream.names()).toEqual(['hello'])
})

test.each(['', '\ud800', Number.NaN])('a user who is called %j is nobody', async (user) => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => told.mockRestore())
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => inbox.close())
  start({ inbox, user: () => user })
  expect((await call('/messages/live')).status).toBe(204)
  expect((await call('/messages/inbox')).status).toBe(401)
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ code: 'FLASH_ERR_OPTION' }))
})

/** A server whose first stream has a fault. */
function openServer(fault?: Fault) {
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => inbox.close())
  const server = start({ inbox, user: () => 'ada' })
  if (fault) server.fault('live', fault)
  const send = (text: string) => inbox.send('ada', { level: 'info', text })
  return { server, inbox, send, listen: open }
}

const begun = (stream: ReturnType<typeof open>) =>
  vi.waitFor(() => expect(stream.names()).toContain('hello'))

function open(since?: string) {
  const events: { readonly event: string; readonly data: string }[] = []
  const decode = createEventDecoder((event) => events.push(event))
  const leaving = new AbortController()
  let isOver = false
  const read = async () => {
    const path = `/messages/live${since === undefined ? '' : `?since=${since}`}`
    const { body } = await call(path, { signal: leaving.signal })
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) decode(chunk)
  }
  const over = read()
    .catch(() => undefined)
    .then(() => (isOver = true))
  onTestFinished(async () => {
    leaving.abort()
    await over
  })
  return {
    isOver: () => isOver,
    names: () => events.map(({ event }) => event),
    hello: () => events.map(({ data }) => JSON.parse(data) as { resumed: boolean })[0],
  }
}
