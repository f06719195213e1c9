import type {
  MessageOptions,
  MessagesClient,
  MessagesClientOptions,
  ToasterProps,
} from '@flashpost/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { texts, untilShown } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { showToaster } from './support/toasters.tsx'

const toasts = () => [...document.querySelectorAll<HTMLElement>('.flashpost-toast:not([inert])')]
const words = () => toasts().map(({ textContent }) => textContent)
const second = () => vi.advanceTimersByTimeAsync(1_000)

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** A toaster, with messages of the server that came before the person has done anything. */
async function showFull(
  count: number,
  props: ToasterProps = {},
  { options, ...client }: MessagesClientOptions & { readonly options?: MessageOptions } = {},
) {
  const shown = await showToaster(props, { hydrate: false, ...client })
  await userEvent.hover(shown.screen.getByText('Elsewhere'))
  const news = Array.from({ length: count }, (_, at) => message(`News ${at + 1}`, options))
  shown.client.deliver(news)
  await untilShown(shown.client, news[0]!.id)
  return { ...shown, news: news.map(({ id }) => id) }
}

const isShown = (client: MessagesClient, id: string) =>
  vi.waitFor(() => expect(client.isShown(id)).toBe(true))

test('with twenty that wait an error, a question and an answer are on screen within a second', async () => {
  const { client } = await showFull(25)
  expect(words()).toHaveLength(5)
  const error = client.error('Payment failed')
  const question = client.info('Deleted', { actions: [{ label: 'Undo', name: 'undo' }] })
  const answer = client.success('Saved')
  await second()
  for (const id of [error, question, answer]) await isShown(client, id)
  expect(words()).toEqual(['Saved', 'DeletedUndo', 'Payment failed', 'News 5', 'News 4'])
})

test('what comes with a response to this page does not wait either', async () => {
  const server = createFakeServer()
  const { client } = await showFull(7, { limit: 3 }, { fetch: server.fetch })
  const saved = message('Saved')
  server.pending.push(saved)
  await client.fetch('/api')
  await second()
  await isShown(client, saved.id)
  expect(words()).toEqual(['Saved', 'News 3', 'News 2'])
})

test('nor does what such a response has no room for', async () => {
  const server = createFakeServer()
  const { client } = await showFull(7, { limit: 3 }, { fetch: server.fetch })
  const saved = message('x'.repeat(5_000))
  server.pending.push(saved)
  await client.fetch('/api')
  await vi.waitFor(() => expect(server.to('GET /messages')).toHaveLength(1))
  await second()
  await isShown(client, saved.id)
  expect(words()).toHaveLength(3)
})

test('what gives way keeps the rest of its time, and is not dismissed', async () => {
  const { client, news } = await showFull(1, { limit: 1 })
  await vi.advanceTimersByTimeAsync(4_000)
  const error = client.error('Payment failed')
  await second()
  await isShown(client, error)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(texts(client)).toEqual(['News 1', 'Payment failed'])
  client.dismiss(error)
  await vi.waitFor(() => expect(words()).toEqual(['News 1']))
  await vi.advanceTimersByTimeAsync(500)
  expect(client.find(news[0]!)).toBeDefined()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(texts(client)).toEqual([])
})

test('five errors that stay starve nobody', async () => {
  const { client } = await showFull(5, {}, { options: { level: 'error' } as MessageOptions })
  const shown: string[] = []
  client.on('shown', (messages) => shown.push(...messages.map(({ text }) => text)))
  client.deliver(['One', 'Two', 'Three'].map((text) => message(text)))
  await vi.advanceTimersByTimeAsync(7_000)
  await vi.waitFor(() => expect(shown.toSorted()).toEqual(['One', 'Three', 'Two']))
  await vi.advanceTimersByTimeAsync(20_000)
  expect(words()).toEqual(['News 5', 'News 4', 'News 3', 'News 2', 'News 1'])
})

test('running work makes room as well', async () => {
  const { client } = await showToaster({ limit: 1 })
  void client.promise(new Promise(() => {}), { pending: 'Saving', success: '', error: '' })
  await isShown(client, client.store.getState().messages[0]!.id)
  const news = message('News')
  client.deliver([news])
  await vi.advanceTimersByTimeAsync(7_000)
  await isShown(client, news.id)
  expect(words()).toEqual(['News'])
})

test('the toast with the pointer stays, and that with the focus', async () => {
  const { client, screen, news } = await showFull(2, { limit: 2 })
  await userEvent.hover(screen.getByText('News 1'))
  document.querySelector<HTMLElement>(`[data-message-id="${news[1]}"]`)!.focus()
  const error = client.error('Payment failed')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(words()).toEqual(['News 2', 'News 1'])
  await userEvent.hover(screen.getByText('Elsewhere'))
  await second()
  await isShown(client, error)
  expect(words()).toEqual(['Payment failed', 'News 2'])
})

test('with a priority of 0 everything waits for its turn', async () => {
  const { client } = await showFull(2, { limit: 2, priority: () => 0 })
  client.error('Payment failed')
  await vi.advanceTimersByTimeAsync(3_000)
  expect(words()).toEqual(['News 2', 'News 1'])
  await vi.advanceTimersByTimeAsync(3_000)
  await vi.waitFor(() => expect(words()).toEqual(['Payment failed']))
})

test('a pile turns: what stays goes below what has not been seen', async () => {
  const { client } = await showFull(1, { stack: true })
  const error = message('Stays', { level: 'error' })
  client.deliver([message('Below'), error])
  await isShown(client, error.id)
  await vi.advanceTimersByTimeAsync(7_000)
  await vi.waitFor(() => expect(words()[0]).toBe('Below'))
})

test('an error stays on top of a pile for its turn, whatever waited before it came', async () => {
  const { client, screen } = await showToaster({ stack: true }, { hydrate: false })
  const isSeen = ({ id }: { id: string }) => client.isShown(id)
  await userEvent.hover(screen.getByText('Elsewhere'))
  client.deliver(Array.from({ length: 8 }, (_, at) => message(`News ${at + 1}`)))
  await vi.waitFor(() => expect(client.store.getState().messages.some(isSeen)).toBe(true))
  for (let answer = 1; answer <= 4; answer++) client.info(`Answer ${answer}`)
  const failed = client.error('It failed')
  await second()
  await isShown(client, failed)
  for (let passed = 0; passed < 4; passed++) {
    await second()
    // Two cards that fade into each other may both be on their way.
    await vi.waitFor(() => expect(onTop()).toBeTruthy())
    expect(onTop()).toContain('It failed')
  }
  for (let passed = 0; passed < 4; passed++) await second()
  await vi.waitFor(() => expect(onTop()).toContain('Answer'))
})

function onTop(): string | null | undefined {
  return toasts().find((each) => each.checkVisibility({ visibilityProperty: true }))?.textContent
}
