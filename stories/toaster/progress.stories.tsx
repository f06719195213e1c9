import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'

/** Work that takes its time: one toast whose bar moves, and which says in the end what came of it. */
const meta = {
  title: 'Toaster/Progress',
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

/** A job tells of its steps under one key. */
export const Moves: Story = {
  play: async ({ client, canvas, server }) => {
    const tell = async (progress: number) => {
      server.add('info', 'Preparing the report', { key: 'report', progress })
      await client.refresh()
    }
    await tell(0.2)
    const bar = await canvas.findByRole('progressbar', { name: 'Preparing the report' })
    await expect(bar).toHaveValue(0.2)
    await tell(0.7)
    await waitFor(() => expect(bar).toHaveValue(0.7))
  },
}

/** How far it is, nobody knows. */
export const Indeterminate: Story = {
  play: async ({ client, canvas }) => {
    client.info('Looking for duplicates', { progress: null })
    await expect(await canvas.findByRole('progressbar')).toBeVisible()
  },
}

/** The last message under the key takes its place, and goes as any other. */
export const Ends: Story = {
  play: async ({ client, canvas }) => {
    const id = client.info('Uploading', { progress: 0.9 })
    await canvas.findByRole('progressbar')
    client.update(id, { level: 'success', text: 'Uploaded', duration: null })
    await expect(await canvas.findByText('Uploaded')).toBeVisible()
    await expect(canvas.queryByRole('progressbar')).toBeNull()
  },
}
