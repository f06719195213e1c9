import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { catalog } from '../support/catalog.ts'
import { stay } from '../support/stay.ts'

/** Messages in the app's own way, inside of the toast: by level, or by entry of the catalog. */
const meta = {
  title: 'Toaster/Rendering',
  component: Toaster,
  render: (args) => (
    <>
      <Page />
      <Toaster {...args} />
    </>
  ),
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** Errors in the app's own way, the rest in the usual one. */
export const ByLevel: Story = {
  args: {
    render: {
      error: ({ text, id }) => (
        <p>
          <strong>{text}</strong> <small>Reference {id.slice(-6)}</small>
        </p>
      ),
    },
  },
  play: async ({ client, canvas }) => {
    client.error('The payment was refused.')
    client.info('A new version is available.', stay)
    await expect(await canvas.findByText(/^Reference/)).toBeVisible()
    await expect(canvas.getByText('A new version is available.')).toBeVisible()
  },
}

/** One entry of the catalog, its parameters typed where the catalog is registered. */
export const ByCatalogEntry: Story = {
  args: {
    render: {
      orderShipped: ({ params }) => {
        // Typed by themselves where the app has registered its catalog.
        const { id, carrier } = params as { id: number; carrier: string }
        return (
          <p>
            <a href={`#orders/${id}`}>Order {id}</a> left with {carrier}
          </p>
        )
      },
    },
  },
  play: async ({ client, server, canvas }) => {
    const id = server.add(catalog.orderShipped({ id: 7, carrier: 'DHL' }), stay)
    void client.refresh()
    await expect(await canvas.findByRole('link', { name: 'Order 7' })).toBeVisible()
    client.add(catalog.saved(), stay)
    await expect(await canvas.findByText('Profile details updated.')).toBeVisible()
    await waitFor(() => expect(server.used).toContain(id))
  },
}

/** A renderer that throws costs neither the app nor a message: its own is shown as plain text, and counts as any other. */
export const Throws: Story = {
  args: {
    render: {
      warning: () => {
        throw new Error('This renderer is broken')
      },
    },
  },
  beforeEach: () => {
    // React prints what a boundary has caught.
    const { error } = console
    console.error = () => {}
    return () => {
      console.error = error
    }
  },
  play: async ({ client, server, canvas }) => {
    server.add('warning', 'This is plain text', stay)
    server.add('success', 'Others can be read', stay)
    void client.refresh()
    await expect(await canvas.findByText('Others can be read')).toBeVisible()
    await expect(await canvas.findByText('This is plain text')).toBeVisible()
    await waitFor(() => expect(server.pending).toEqual([]))
    await expect(canvas.getByRole('heading', { name: 'Orders' })).toBeVisible()
  },
}
