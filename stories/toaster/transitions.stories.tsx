import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { flushSync } from 'react-dom'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'
import './transitions.css'

/** How toasts come and go. Without anything the style sheet moves them. */
const meta = {
  title: 'Toaster/Transitions',
  component: Toaster,
  render: (args) => (
    <div className="with-transitions">
      <Page />
      <Toaster {...args} />
    </div>
  ),
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** View Transitions: the app says in what a change is made, and its style sheet what that looks like. */
export const ViewTransitions: Story = {
  args: {
    wrapUpdate(update) {
      const { ready } = document.startViewTransition(() => flushSync(update))
      // The next one came before this one began.
      ready.catch(() => undefined)
    },
  },
  play: async ({ client, canvas }) => {
    const id = client.info('On its way out', stay)
    await expect(await canvas.findByText('On its way out')).toBeVisible()
    client.success('Profile details updated.', stay)
    client.dismiss(id)
    await waitFor(() => expect(canvas.queryByText('On its way out')).toBeNull())
    await expect(canvas.getByText('Profile details updated.')).toBeVisible()
  },
}
