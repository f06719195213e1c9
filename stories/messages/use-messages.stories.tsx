import { useMessages } from '@flashpost/react'
import type { UseMessagesOptions } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { catalog } from '../support/catalog.ts'

/** Messages in the app's own elements: `getMessageProps` says which element shows which. */
function Messages(options: UseMessagesOptions) {
  const { messages, getMessageProps, dismiss } = useMessages(options)
  return (
    <ul aria-label="Messages" aria-live="polite">
      {messages.map((message) => (
        <li key={message.id} {...getMessageProps(message)}>
          {message.text}{' '}
          <button type="button" onClick={() => dismiss(message.id)}>
            Dismiss
          </button>
        </li>
      ))}
    </ul>
  )
}

const meta = {
  title: 'Messages/useMessages',
  component: Messages,
  render: (args) => (
    <Page>
      <Messages {...args} />
    </Page>
  ),
} satisfies Meta<typeof Messages>

export default meta
type Story = StoryObj<typeof meta>

/** A list of the app's own; what was on screen in it is acknowledged. */
export const OwnElements: Story = {
  play: async ({ client, server, canvas, userEvent }) => {
    const ids = [server.add('success', 'Saved.'), server.add('error', 'Not sent.')]
    void client.refresh()
    await expect(await canvas.findByText(/^Saved/)).toBeVisible()
    await waitFor(() => expect(server.used).toEqual(expect.arrayContaining(ids)))
    await userEvent.click(canvas.getAllByRole('button', { name: 'Dismiss' })[0]!)
    await waitFor(() => expect(canvas.queryByText(/^Saved/)).toBeNull())
  },
}

/** Only those of a level. The others stay in the store, and the server keeps them. */
export const ByLevel: Story = {
  args: { level: ['warning', 'error'] },
  play: async ({ client, server, canvas }) => {
    const seen = server.add('error', 'Not sent.')
    const unseen = server.add('success', 'Saved.')
    void client.refresh()
    await waitFor(() => expect(server.used).toContain(seen))
    await expect(canvas.queryByText(/^Saved/)).toBeNull()
    await expect(server.pending).toMatchObject([{ id: unseen }])
  },
}

/** Only those with a tag: the messages of one form. */
export const ByTag: Story = {
  args: { tags: 'profile' },
  play: async ({ client, canvas }) => {
    client.error('Name is missing.', { extraTags: 'form profile' })
    client.error('Street is missing.', { extraTags: 'form address' })
    await expect(await canvas.findByText(/^Name/)).toBeVisible()
    await expect(canvas.queryByText(/^Street/)).toBeNull()
  },
}

/** Only those made from an entry of the catalog. */
export const ByCatalogEntry: Story = {
  args: { name: 'orderShipped' },
  play: async ({ client, canvas }) => {
    client.add(catalog.orderShipped({ id: 7, carrier: 'DHL' }))
    client.add(catalog.saved())
    await expect(await canvas.findByText(/^Order 7/)).toBeVisible()
    await expect(canvas.queryByText(/^Profile/)).toBeNull()
  },
}

/** What is mounted but not visible was not shown. */
export const Hidden: Story = {
  render: () => (
    <Page>
      <details>
        <summary>Messages</summary>
        <Messages />
      </details>
    </Page>
  ),
  play: async ({ client, server, canvas, userEvent, step }) => {
    const id = server.add('info', 'Behind the fold')
    void client.refresh()
    await step('a closed element', async () => {
      await waitFor(() => expect(server.offered).toHaveLength(1))
      await new Promise((resolve) => setTimeout(resolve, 500))
      await expect(server.used).not.toContain(id)
    })
    await step('an open one', async () => {
      await userEvent.click(canvas.getByText('Messages'))
      await waitFor(() => expect(server.used).toContain(id))
    })
  },
}
