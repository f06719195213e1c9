import { createFlashServer } from '@flashpost/msw'
import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

// The snippet of docs/testing.md, word for word; testing-docs.test.ts compares them.

const mocked = createFlashServer()
const server = setupServer(
  ...mocked.handlers,
  http.post(
    '/api/orders',
    mocked.withFlash(({ flash }) => {
      flash.success('Order placed.')
      return HttpResponse.json({ id: 7 })
    }),
  ),
)

beforeAll(() => server.listen())
afterEach(() => {
  cleanup()
  mocked.reset()
})
afterAll(() => server.close())

test('an order is confirmed by a toast, and the server learns that it was seen', async () => {
  const client = createMessagesClient()
  const order = () => void client.fetch('/api/orders', { method: 'POST' })
  render(
    <MessagesProvider client={client}>
      <button onClick={order}>Order</button>
      <Toaster />
    </MessagesProvider>,
  )

  fireEvent.click(screen.getByRole('button', { name: 'Order' }))

  await screen.findByText('Order placed.')
  await waitFor(() => expect(mocked.used).toHaveLength(1))
  expect(mocked.pending).toEqual([])
  client.destroy()
})
