import type { MessageOptions } from '@flashpost/core'
import type { MessagesClient } from '@flashpost/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { startLocalClient, texts } from './support/clients.ts'
import { pass, passUntil, stopClock } from './support/clock.ts'
import { createLiveServer } from './support/live-server.ts'
import type { LiveServer } from './support/live-server.ts'
import { message } from './support/message.ts'
import { showToaster } from './support/toasters.tsx'

// Work that tells of its steps under one key.

test('a bar moves in one toast, which the end replaces', async () => {
  const { client, screen } = await showToaster()
  client.deliver([step(0.2)])
  const bar = screen.getByRole('progressbar', { name: 'Exporting' })
  await expect.element(bar).toBeVisible()
  const toast = bar.element().closest('li')
  expect(value(bar.element())).toBe(0.2)
  client.deliver([step(0.8)])
  await expect.poll(() => value(bar.element())).toBe(0.8)
  client.deliver([message('Exported', { key: 'export', level: 'success' })])
  await expect.element(screen.getByText('Exported')).toBeVisible()
  expect(document.querySelector('progress')).toBeNull()
  expect(screen.getByText('Exported').element().closest('li')).toBe(toast)
  expect(document.querySelectorAll('li')).toHaveLength(1)
})

test('a bar of which nobody knows how far it is says no value', async () => {
  const { client, screen } = await showToaster()
  client.deliver([step(null)])
  const bar = screen.getByRole('progressbar', { name: 'Exporting' })
  await expect.element(bar).toBeVisible()
  expect(bar.element().matches(':indeterminate')).toBe(true)
  client.deliver([step(0.5)])
  await expect.poll(() => value(bar.element())).toBe(0.5)
})

test('it stays until the work is over, and then as long as any other', async () => {
  stopClock()
  const { client, screen } = await showToaster()
  // Under the pointer no time passes.
  await userEvent.hover(screen.getByText('Elsewhere'))
  const [half, end] = [step(0.5), message('Exported', { key: 'export', level: 'success' })]
  client.deliver([half])
  await vi.waitFor(() => expect(client.isShown(half.id)).toBe(true))
  await pass(60)
  expect(texts(client)).toEqual(['Exporting'])
  client.deliver([end])
  await vi.waitFor(() => expect(client.isShown(end.id)).toBe(true))
  await passUntil(() => texts(client).length === 0)
  expect(texts(client)).toEqual([])
})

test('a screen reader hears the start, each quarter and the end', async () => {
  const { client } = await showToaster()
  const heard = listen()
  for (let done = 0; done < 20; done++) {
    const next = step(done / 20)
    client.deliver([next])
    await vi.waitFor(() => expect(client.isShown(next.id)).toBe(true))
  }
  client.deliver([message('Exported', { key: 'export', level: 'success' })])
  const words = ['Exporting', 'Exporting 25%', 'Exporting 50%', 'Exporting 75%', 'Exported']
  await vi.waitFor(() => expect(heard).toEqual(words), { timeout: 8_000 })
})

test('messages of the app have a bar as well', async () => {
  const { client, screen } = await showToaster()
  const id = client.info('Uploading', { progress: 0 })
  await expect.element(screen.getByRole('progressbar')).toBeVisible()
  client.update(id, { progress: 0.5 })
  await expect.poll(() => value(screen.getByRole('progressbar').element())).toBe(0.5)
  client.update(id, { level: 'success', text: 'Uploaded' })
  await expect.element(screen.getByText('Uploaded')).toBeVisible()
  expect(document.querySelector('progress')).toBeNull()
})

test('a thousand steps a second cost a few renders', async () => {
  const server = createLiveServer()
  const client = await startLive(server)
  let changes = 0
  client.store.subscribe(() => changes++)
  const steps = Array.from({ length: 1_000 }, (_, index) => step(index / 1_000))
  for (const each of steps) server.open()[0]?.send('messages', { messages: [each] })
  await pass(1)
  expect(progressOf(client)).toBe(0.999)
  expect(changes).toBeLessThan(5)
  // The server may let go of what nobody will see.
  await passUntil(() => server.acknowledged.size >= 998)
  expect(server.acknowledged.has(steps[500]!.id)).toBe(true)
  expect(server.acknowledged.has(steps[999]!.id)).toBe(false)
})

test('the end comes at once, and no step comes after it', async () => {
  const server = createLiveServer()
  const client = await startLive(server)
  const [first, late] = [step(0.1), step(0.2)]
  const end = message('Exported', { key: 'export', level: 'success' })
  server.open()[0]?.send('messages', { messages: [first] })
  await pass(1)
  server.open()[0]?.send('messages', { messages: [end] })
  server.open()[0]?.send('messages', { messages: [late] })
  await passUntil(() => texts(client).join() === 'Exported')
  client.dismiss()
  await pass(3)
  expect(texts(client)).toEqual([])
  expect(server.acknowledged.has(late.id)).toBe(true)
})

test('who has put it away is not shown the next step, but the end', async () => {
  const server = createLiveServer()
  const client = await startLive(server)
  server.open()[0]?.send('messages', { messages: [step(0.1)] })
  await passUntil(() => texts(client).length === 1)
  client.dismiss()
  const next = step(0.5)
  server.open()[0]?.send('messages', { messages: [next] })
  await passUntil(() => server.acknowledged.has(next.id))
  expect(texts(client)).toEqual([])
  server.open()[0]?.send('messages', {
    messages: [message('Failed', { key: 'export', level: 'error' })],
  })
  await passUntil(() => texts(client).length === 1)
  expect(texts(client)).toEqual(['Failed'])
})

test('one tab shows all of it', async () => {
  const server = createLiveServer()
  const [one, two] = [await startLive(server), await startLive(server)]
  const all = () => [...texts(one), ...texts(two)]
  for (let done = 0; done < 10; done++) {
    server.open()[0]?.send('messages', { messages: [step(done / 10)] })
    await pass(1)
    expect(all()).toEqual(['Exporting'])
  }
  const [first, other] = texts(one).length > 0 ? [one, two] : [two, one]
  first.markShown(first.store.getState().messages.map(({ id }) => id))
  await pass(1)
  server.open()[0]?.send('messages', { messages: [message('Exported', { key: 'export' })] })
  await passUntil(() => all().includes('Exported'))
  expect([texts(first), texts(other)]).toEqual([['Exported'], []])
})

function step(progress: number | null, more: MessageOptions = {}) {
  return message('Exporting', { key: 'export', progress, ...more })
}

function value(bar: Element): number {
  return (bar as HTMLProgressElement).value
}

function progressOf(client: MessagesClient) {
  return client.store.getState().messages[0]?.progress
}

async function startLive(server: LiveServer): Promise<MessagesClient> {
  if (server.streams.length === 0) stopClock()
  const before = server.streams.length
  const client = startLocalClient({ fetch: server.fetch, live: true })
  await passUntil(() => server.streams.length > before && server.open().length === 1)
  return client
}

/** What a screen reader is given to say. */
function listen(): readonly string[] {
  const heard: string[] = []
  Object.defineProperty(document, 'ariaNotify', { configurable: true, value: undefined })
  onTestFinished(() => void Reflect.deleteProperty(document, 'ariaNotify'))
  const observer = new MutationObserver((records) => {
    for (const { target } of records) if (target.textContent) heard.push(target.textContent)
  })
  for (const region of document.querySelectorAll('[aria-live]'))
    observer.observe(region, { childList: true })
  onTestFinished(() => observer.disconnect())
  return heard
}
