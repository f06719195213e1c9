import { createInbox, memoryBackend } from '@flashpost/inbox'
import { createFlashServer } from '@flashpost/msw'
import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import { http, HttpResponse } from 'msw'
import { setupWorker } from 'msw/browser'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '@flashpost/react/styles.css'

// The snippets of README.md, word for word; readme.test.ts compares them.

const server = createFlashServer()

const worker = setupWorker(
  ...server.handlers,
  http.post(
    '/api/orders',
    server.withFlash(({ flash }) => {
      flash.success('Order placed.')
      return HttpResponse.json({ id: 7 })
    }),
  ),
)

beforeAll(async () => {
  await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })
})
afterAll(() => worker.stop())
beforeEach(() => server.reset())

async function open() {
  const client = createMessagesClient()
  await render(
    <MessagesProvider client={client}>
      <Toaster />
    </MessagesProvider>,
  )
  return client
}

test('a message is shown, and what was shown is acknowledged', async () => {
  const client = await open()
  const id = server.add('success', 'Saved.')
  void client.refresh()

  await expect.element(page.getByText('Saved.')).toBeVisible()
  await expect.poll(() => server.used).toContain(id)
  expect(server.pending).toEqual([])
  client.destroy()
})

test('a mocked route brings a message', async () => {
  const client = await open()
  const response = await client.fetch('/api/orders', { method: 'POST' })
  expect(await response.json()).toEqual({ id: 7 })
  await expect.element(page.getByText('Order placed.')).toBeVisible()
  await expect.poll(() => server.pending).toEqual([])
  client.destroy()
})

test('a client gets over faults', async () => {
  server.fault('used', { kind: 'drop', of: 'response' })
  server.fault('messages', { kind: 'error', status: 503 }, 2)
  const id = server.add('success', 'Saved.')
  const client = await open()
  await expect.element(page.getByText('Saved.'), { timeout: 8_000 }).toBeVisible()
  await expect.poll(() => server.used, { timeout: 5_000 }).toContain(id)
  client.destroy()
})

test('an inbox is listed, announced, and fails when it is to', async () => {
  const inbox = createInbox({ backend: memoryBackend() })
  const office = createFlashServer({ inbox, user: () => 'ada' })

  await inbox.send('ada', { level: 'info', text: 'Order 7 left.' })
  await inbox.broadcast({ level: 'warning', text: 'We move tonight.' })
  office.fault('marks', { kind: 'error', status: 500 })

  worker.use(...office.handlers)
  const client = await open()
  await expect.element(page.getByText('Order 7 left.')).toBeVisible()
  await expect.element(page.getByText('We move tonight.')).toBeVisible()
  const counts = async () => (await fetch('/messages/inbox/counts')).json()
  expect(await counts()).toEqual({ unread: 2, read: 0, archived: 0 })
  const { revision } = await inbox.list('ada')
  const readAll = async () => {
    const body = JSON.stringify({ upTo: revision })
    const headers = { 'flash-client': 'v=1; tab=tab-a' }
    return (await fetch('/messages/inbox/read', { method: 'POST', headers, body })).status
  }
  expect(await readAll()).toBe(500)
  expect(await counts()).toMatchObject({ unread: 2 })
  expect(await readAll()).toBe(200)
  expect(await counts()).toMatchObject({ unread: 0 })
  client.destroy()
  worker.resetHandlers()
  await inbox.close()
})
