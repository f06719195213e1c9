import { Inbox } from '@flashpost/react/inbox'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { prepare, withQueries } from '../support/inbox.tsx'

/** What is stored for whoever is signed in: tabs, marks with a way back, and as many messages as there are. */
const meta = {
  title: 'Inbox/Inbox',
  component: Inbox,
  parameters: { user: 'ada' },
  beforeEach: prepare,
  decorators: [
    (Story) => (
      <main className="office">
        <Story />
      </main>
    ),
    withQueries,
  ],
} satisfies Meta<typeof Inbox>

export default meta
type Story = StoryObj<typeof meta>

/** Newest first; what is unread stands out. */
export const Full: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Order 1042 left with DHL')).toBeVisible()
    await waitFor(() => expect(canvas.getByRole('tab', { name: 'Unread 5' })).toBeVisible())
  },
}

export const Dark: Story = { ...Full, globals: { theme: 'dark' } }

export const RightToLeft: Story = { ...Full, globals: { direction: 'rtl' } }

/** In another language, and its times too. */
export const German: Story = {
  args: {
    locale: 'de',
    labels: { title: 'Posteingang', all: 'Alle', unread: 'Ungelesen', archived: 'Archiv' },
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('vor 7 Min.')).toBeVisible()
    await expect(canvas.getByRole('tab', { name: 'Archiv' })).toBeVisible()
  },
}

export const Empty: Story = {
  parameters: { inbox: 'empty' },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('You are all caught up.')).toBeVisible()
  },
}

export const Loading: Story = {
  parameters: { inbox: 'slow' },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('status', { name: 'Loading' })).toBeVisible()
  },
}

export const Failed: Story = {
  parameters: { inbox: 'broken' },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('The inbox cannot be loaded.')).toBeVisible()
  },
}

/** Nothing is lost: it can be tried again. */
export const TriedAgain: Story = {
  parameters: { inbox: 'broken' },
  play: async ({ canvas, server, userEvent }) => {
    const again = await canvas.findByRole('button', { name: 'Try again' })
    server.reset()
    await userEvent.click(again)
    await expect(await canvas.findByText('Backup finished')).toBeVisible()
  },
}

/** `j` and `k` move, `u` marks, `e` archives, `Delete` removes, and `z` takes the last one back. */
export const Keyboard: Story = {
  play: async ({ canvas, userEvent }) => {
    const first = (await canvas.findByText('Order 1042 left with DHL')).closest('article')!
    first.focus()
    await userEvent.keyboard('j')
    await expect(document.activeElement).toHaveTextContent('Import of customers.csv failed')
    await userEvent.keyboard('u')
    await waitFor(() => expect(document.activeElement).toHaveAttribute('data-state', 'read'))
    await userEvent.keyboard('e')
    await waitFor(() => expect(canvas.queryByText('Import of customers.csv failed')).toBeNull())
    // The focus goes on where the entry was.
    await waitFor(() => expect(document.activeElement).toHaveTextContent('Maintenance tonight'))
    await expect(canvas.getByText('Archived')).toBeVisible()
    await userEvent.keyboard('z')
    await expect(await canvas.findByText('Import of customers.csv failed')).toBeVisible()
    await userEvent.keyboard('k')
    await expect(document.activeElement).toHaveTextContent('Import of customers.csv failed')
  },
}

/** What the server refuses is back in its place, and the foot says so. */
export const Refused: Story = {
  play: async ({ canvas, server, userEvent }) => {
    const first = (await canvas.findByText('Order 1042 left with DHL')).closest('article')!
    server.fault('marks', { kind: 'error', status: 500 })
    first.focus()
    await userEvent.keyboard('e')
    await expect(await canvas.findByText('That could not be saved.')).toBeVisible()
    await expect(canvas.getByText('Order 1042 left with DHL')).toBeVisible()
  },
}
