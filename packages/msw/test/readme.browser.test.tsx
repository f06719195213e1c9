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
