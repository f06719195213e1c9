import { InboxButton } from '@flashpost/react/inbox'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { prepare, withQueries } from '../support/inbox.tsx'

/** A bell with a badge. The inbox opens below it. */
const meta = {
  title: 'Inbox/InboxButton',
  component: InboxButton,
  parameters: { user: 'ada' },
  beforeEach: prepare,
  decorators: [
    (Story) => (
      <main className="office">
        <header>
          <strong>Orders</strong>
          <Story />
        </header>
      </main>
    ),
    withQueries,
  ],
} satisfies Meta<typeof InboxButton>

export default meta
type Story = StoryObj<typeof meta>

export const Badge: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: 'Inbox, 5 unread' })).toHaveTextContent(
      '5',
    )
  },
}

/** Opened and closed by the keyboard: the focus goes in, and comes back. */
export const Open: Story = {
  play: async ({ canvas, userEvent }) => {
    const button = await canvas.findByRole('button', { name: 'Inbox, 5 unread' })
    button.focus()
    await userEvent.keyboard('{Enter}')
    const popover = await canvas.findByRole('dialog', { name: 'Inbox' })
    await waitFor(() => expect(popover).toHaveFocus())
    await expect(await canvas.findByText('Order 1042 left with DHL')).toBeVisible()
  },
}

export const OpenDark: Story = { ...Open, globals: { theme: 'dark' } }

/** More than fits on a badge. */
export const Many: Story = {
  parameters: { inbox: 'empty' },
  play: async ({ canvas, inbox, client }) => {
    for (let index = 0; index < 120; index++)
      await inbox.send('ada', { level: 'info', text: `Message ${index}` }, { announce: false })
    await waitFor(
      async () => {
        await client.refresh()
        await expect(canvas.getByRole('button', { name: 'Inbox, 99+ unread' })).toHaveTextContent(
          '99+',
        )
      },
      { timeout: 5_000 },
    )
  },
}
