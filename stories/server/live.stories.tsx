import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** Messages that nobody has asked for: of jobs, of operators, of other devices. */
const meta = {
  title: 'Server/Live',
  component: Toaster,
  parameters: { user: 'ada', client: { live: true } },
  render: (args) => (
    <>
      <Page />
      <Toaster {...args} />
    </>
  ),
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** It comes over the stream that one tab keeps open, and is acknowledged when it was on screen. */
export const ByItself: Story = {
  play: async ({ inbox, server, canvas }) => {
    const { id } = await inbox.send('ada', { level: 'info', text: 'Order 7 has left.', ...stay })
    await expect(await canvas.findByText('Order 7 has left.')).toBeVisible()
    await waitFor(() => expect(server.used).toContain(id))
  },
}

/** A job tells of its steps under one key: one bar moves, and the last message takes its place. */
export const OfAJob: Story = {
  play: async ({ inbox, canvas }) => {
    const tell = (progress: number) =>
      inbox.flash('ada', { level: 'info', text: 'Preparing the report', key: 'report', progress })
    await tell(0.2)
    const bar = await canvas.findByRole('progressbar', { name: 'Preparing the report' })
    await tell(0.7)
    await waitFor(() => expect(bar).toHaveValue(0.7))
    await inbox.flash('ada', { level: 'success', text: 'Ready', key: 'report', ...stay })
    await expect(await canvas.findByText('Ready')).toBeVisible()
    await expect(canvas.queryByRole('progressbar')).toBeNull()
  },
}
