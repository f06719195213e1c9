import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** How many toasts are on screen at once, and what becomes of the rest. */
const meta = {
  title: 'Toaster/Queue',
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

/** What is behind the limit waits. It is shown when there is room, or when the reader asks for it. */
export const Limit: Story = {
  args: { limit: 3 },
  play: async ({ client, canvas, userEvent }) => {
    for (let count = 1; count <= 8; count++) client.info(`Message ${count} of 8`, stay)
    await expect(await canvas.findByRole('button', { name: '5 more' })).toBeVisible()
    await expect(canvas.getAllByRole('listitem')).toHaveLength(3)
    await userEvent.click(canvas.getAllByRole('button', { name: 'Close' })[0]!)
    await expect(await canvas.findByText('Message 4 of 8')).toBeVisible()
    await expect(canvas.getByRole('button', { name: '4 more' })).toBeVisible()
  },
}

/** The button shows everything; the list then scrolls. */
export const Opened: Story = {
  args: { limit: 3 },
  play: async ({ client, canvas, userEvent }) => {
    for (let count = 1; count <= 20; count++) client.info(`Message ${count} of 20`, stay)
    await userEvent.click(await canvas.findByRole('button', { name: '17 more' }))
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(20))
    const list = canvas.getByRole('list')
    await expect(list.getBoundingClientRect().bottom).toBeLessThanOrEqual(window.innerHeight)
  },
}

/** Of what waits, errors come up before warnings, and those before the rest; below 0 nothing on screen gives way to them. */
export const Priority: Story = {
  args: { limit: 2, priority: ({ level }) => level - 100 },
  play: async ({ client, canvas, userEvent }) => {
    for (const text of ['First', 'Second', 'Third']) client.info(text, stay)
    await expect(await canvas.findByText('Second')).toBeVisible()
    client.error('The payment was refused.')
    await expect(await canvas.findByRole('button', { name: '2 more' })).toBeVisible()
    await userEvent.click(canvas.getAllByRole('button', { name: 'Close' })[0]!)
    await expect(await canvas.findByText('The payment was refused.')).toBeVisible()
    await expect(canvas.queryByText('Third')).toBeNull()
  },
}

/** With twenty that wait, an error and the answer to a click are there within a second; what was seen makes room. */
export const ComesFirst: Story = {
  play: async ({ client, canvas }) => {
    client.deliver(
      Array.from({ length: 25 }, (_, at) => ({
        id: `${at}`.padStart(22, '0'),
        level: 20,
        levelTag: 'info',
        extraTags: '',
        tags: 'info',
        text: `Message ${at + 1} of 25`,
        createdAt: 0,
      })),
    )
    await expect(await canvas.findByText('Message 5 of 25')).toBeVisible()
    client.error('The payment was refused.')
    client.success('Copied')
    await expect(await canvas.findByText('The payment was refused.')).toBeVisible()
    await expect(await canvas.findByText('Copied')).toBeVisible()
  },
}

/** A hundred at once: one commit, and no height is measured. */
export const Many: Story = {
  args: { limit: 100 },
  play: async ({ client, canvas }) => {
    for (let count = 1; count <= 100; count++) client.success(`Row ${count} saved`, stay)
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(100))
  },
}

/** What waits behind the limit was not on screen: the server is not told that it was, and keeps it. */
export const NotAcknowledged: Story = {
  args: { limit: 1 },
  play: async ({ client, server, canvas, userEvent }) => {
    const [one, two] = ['First', 'Second'].map((text) => server.add('info', text, stay))
    void client.refresh()
    await waitFor(() => expect(server.used).toContain(one))
    await expect(canvas.getByRole('button', { name: '1 more' })).toBeVisible()
    await expect(server.pending).toMatchObject([{ id: two }])
    await userEvent.click(canvas.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(server.used).toContain(two))
  },
}
