import { Toaster, useMessagesClient } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { http, HttpResponse } from 'msw'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** Messages of a server, from its storage to the screen and back. */
const meta = {
  title: 'Server/Delivery',
  component: Toaster,
  render: (args) => (
    <>
      <Page>
        <OrderButton />
      </Page>
      <Toaster {...args} />
    </>
  ),
  beforeEach({ msw, server }) {
    const order = server.withFlash(({ flash }) => {
      flash.success('Order placed.', stay)
      return HttpResponse.json({ id: 7 })
    })
    msw.use(http.post('/api/orders', order))
  },
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

function OrderButton() {
  const client = useMessagesClient()
  return (
    <button type="button" onClick={() => void client.fetch('/api/orders', { method: 'POST' })}>
      Order
    </button>
  )
}

/** What waited when the page was loaded, and its acknowledgement. */
export const WhenThePageLoads: Story = {
  beforeEach({ server }) {
    server.add('success', 'Profile details updated.', stay)
  },
  play: async ({ server, canvas }) => {
    const [waiting] = server.pending
    await expect(await canvas.findByText('Profile details updated.')).toBeVisible()
    await waitFor(() => expect(server.used).toContain(waiting?.id))
    await expect(server.pending).toEqual([])
  },
}

/** A response of the app's own API brings the message in a header; it is acknowledged when it was on screen. */
export const WithAResponse: Story = {
  play: async ({ server, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Order' }))
    await expect(await canvas.findByText('Order placed.')).toBeVisible()
    await waitFor(() => expect(server.used).toContain(server.offered[0]?.id))
    await expect(server.pending).toEqual([])
  },
}

/** What does not fit into a header is fetched. */
export const MoreThanAHeader: Story = {
  parameters: { server: { limits: { header: 40 } } },
  play: WithAResponse.play!,
}

/** A response offers again what was shown, as one from a cache would. It is shown once, and acknowledged once more. */
export const Duplicate: Story = {
  play: async ({ client, server, canvas, userEvent }) => {
    const id = server.add('info', 'Once', stay)
    void client.refresh()
    await waitFor(() => expect(server.used).toContain(id))
    await userEvent.click(canvas.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(canvas.queryByText('Once')).toBeNull())
    server.fault('route', { kind: 'duplicate' })
    await userEvent.click(canvas.getByRole('button', { name: 'Order' }))
    await expect(await canvas.findByText('Order placed.')).toBeVisible()
    await expect(canvas.queryByText('Once')).toBeNull()
  },
}

/** The network fails while an acknowledgement is on its way. It is sent again, and the message stays on screen. */
export const LostAcknowledgement: Story = {
  play: async ({ client, server, canvas }) => {
    server.fault('used', { kind: 'drop', of: 'request' })
    const id = server.add('info', 'Told twice', stay)
    void client.refresh()
    await expect(await canvas.findByText('Told twice')).toBeVisible()
    await waitFor(() => expect(server.used).toContain(id), { timeout: 5_000 })
  },
}

/** The server fails while the page asks what waits. It is asked again. */
export const FailingServer: Story = {
  beforeEach({ server }) {
    server.add('info', 'Here after all', stay)
    server.fault('messages', { kind: 'error', status: 503 })
  },
  play: async ({ canvas }) => {
    await expect(
      await canvas.findByText('Here after all', undefined, { timeout: 5_000 }),
    ).toBeVisible()
  },
}

/** The server can keep a message nowhere, and tells the client, which tells the app. */
export const Dropped: Story = {
  parameters: { server: { capacity: 0, limits: { header: 40 } } },
  play: async ({ client, canvas, userEvent }) => {
    client.on('dropped', () => client.warning('A message was lost.', stay))
    await userEvent.click(canvas.getByRole('button', { name: 'Order' }))
    await expect(await canvas.findByText('A message was lost.')).toBeVisible()
  },
}
