import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { InboxCall, InboxSignals } from '@flashpost/inbox'
import { expect, onTestFinished, test, vi } from 'vitest'

const hello = { level: 'info', text: 'Hello.' } as const

function open() {
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => inbox.close())
  return inbox
}

function listen<Name extends keyof InboxSignals>(name: Name): InboxSignals[Name][] {
  const heard: InboxSignals[Name][] = []
  const hear = (message: unknown) => void heard.push(message as InboxSignals[Name])
  subscribe(`flashpost:inbox:${name}`, hear)
  onTestFinished(() => void unsubscribe(`flashpost:inbox:${name}`, hear))
  return heard
}

/** Follows calls from their beginning to their end. */
function follow() {
  const told: [event: string, call: InboxCall & { error?: unknown; result?: unknown }][] = []
  const channel = tracingChannel<unknown, InboxCall>('flashpost:inbox')
  const handlers = {
    start: (call: InboxCall) => void told.push(['start', call]),
    end: () => undefined,
    asyncStart: () => undefined,
    asyncEnd: (call: InboxCall) => void told.push(['end', call]),
    error: (call: InboxCall) => void told.push(['error', call]),
  }
  channel.subscribe(handlers)
  onTestFinished(() => channel.unsubscribe(handlers))
  return told
}

test('channels carry the signals', async () => {
  const [stored, read, retracted] = [listen('stored'), listen('read'), listen('retracted')]
  const inbox = open()
  const { id } = await inbox.send('ada', hello)
  await inbox.markRead('ada', id)
  await inbox.retract(id)
  expect(stored).toEqual([{ id, users: ['ada'] }])
  expect(read).toEqual([{ user: 'ada', changed: 1, ids: [id] }])
  expect(retracted).toEqual([{ id }])
})

test('a tracing channel follows every call from its start to what came of it', async () => {
  const told = follow()
  const inbox = open()
  const { id } = await inbox.send('ada', hello)
  await inbox.broadcast(hello)
  expect(told.map(([event, { operation, user }]) => [event, operation, user])).toEqual([
    ['start', 'send', 'ada'],
    ['end', 'send', 'ada'],
    ['start', 'broadcast', undefined],
    ['end', 'broadcast', undefined],
  ])
  expect(told[1]![1]).toMatchObject({ args: ['ada', hello], result: { id } })
})

test('no call is left out, whatever it is asked', async () => {
  const told = follow()
  const others = new Set(['on', 'subscribe', 'setup', 'close'])
  const calls = Object.entries(open()).filter(([name]) => !others.has(name))
  // Most refuse to be asked for nothing.
  await Promise.allSettled(calls.map(([, call]) => Reflect.apply(call, undefined, [])))
  const started = told.filter(([event]) => event === 'start')
  expect(started.map(([, { operation }]) => operation).toSorted()).toEqual(
    calls.map(([name]) => name).toSorted(),
  )
})

test('what a call throws is told, and thrown all the same', async () => {
  const told = follow()
  const inbox = open()
  await expect(inbox.markRead('ada', { upTo: 'nonsense' })).rejects.toThrow('nonsense')
  expect(told.map(([event]) => event)).toEqual(['start', 'error', 'end'])
  expect(told[1]![1].error).toMatchObject({ code: 'FLASH_ERR_REVISION' })
})

test('what a call asks its backend belongs to the context that a tool has bound to it', async () => {
  const context = new AsyncLocalStorage<string>()
  const { start } = tracingChannel<string, InboxCall>('flashpost:inbox')
  start.bindStore(context, ({ operation }) => `span of ${operation}`)
  onTestFinished(() => void start.unbindStore(context))
  const backend = memoryBackend()
  const seen = vi.fn<(span: string | undefined) => void>()
  const inbox = createInbox({
    backend: {
      ...backend,
      add(addition) {
        seen(context.getStore())
        return backend.add(addition)
      },
    },
  })
  onTestFinished(() => inbox.close())
  await inbox.send('ada', hello)
  expect(seen.mock.calls).toEqual([['span of send']])
})

test('an inbox lives where Node is not, as those of mocks do', async () => {
  vi.stubGlobal('process', undefined)
  try {
    const inbox = createInbox({ backend: memoryBackend() })
    const stored = vi.fn<(signal: unknown) => void>()
    inbox.on('stored', stored)
    const { id } = await inbox.send('ada', hello)
    expect(stored.mock.calls).toEqual([[{ id, users: ['ada'] }]])
    await inbox.close()
  } finally {
    vi.unstubAllGlobals()
  }
})
