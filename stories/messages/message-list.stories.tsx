import { MessageList, Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** A list of messages for where it stands, above a form say. It has the same custody as a toaster. */
const meta = {
  title: 'Messages/MessageList',
  component: MessageList,
  render: (args) => (
    <Page>
      <MessageList {...args} />
    </Page>
  ),
} satisfies Meta<typeof MessageList>

export default meta
type Story = StoryObj<typeof meta>

/** What was on screen in it is acknowledged, and stays until it is dismissed. */
export const List: Story = {
  play: async ({ client, server, canvas, userEvent }) => {
    const id = server.add('error', 'Your name is missing.')
    void client.refresh()
    await waitFor(() => expect(server.used).toContain(id))
    await userEvent.click(canvas.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(canvas.queryByText('Your name is missing.')).toBeNull())
    client.error('Your address is missing.')
  },
}

/** Each has the sign and the colour of its level, and what can be done about it. */
export const Levels: Story = {
  play: async ({ client, canvas }) => {
    client.error('Your name is missing.', stay)
    client.warning('Your password is old.', {
      description: 'It was set three years ago.',
      actions: [{ label: 'Change it', name: 'change' }],
    })
    client.info('You are editing a draft.', stay)
    client.success('The address is known.', stay)
    void client.promise(new Promise(() => {}), { pending: 'Saving…', success: '', error: '' })
    await expect(await canvas.findByText('Saving…')).toBeVisible()
  },
}

export const LevelsDark: Story = { ...Levels, globals: { theme: 'dark' } }

/** Some messages belong to a form, the rest are toasts. */
export const BesideAToaster: Story = {
  args: { tags: 'profile', label: 'About your profile' },
  render: (args) => (
    <>
      <Page>
        <MessageList {...args} />
      </Page>
      <Toaster level="success" />
    </>
  ),
  play: async ({ client, canvas }) => {
    client.error('Your name is missing.', { extraTags: 'profile' })
    client.success('Draft saved.', stay)
    const list = canvas.getByRole('list', { name: 'About your profile' })
    await waitFor(() => expect(list).toHaveTextContent('Your name is missing.'))
    await expect((await canvas.findByText('Draft saved.')).closest('section')).toHaveAccessibleName(
      '1 notification',
    )
  },
}

/** Its items in the app's own way, by level or by entry of the catalog. */
export const OwnItems: Story = {
  args: {
    closeLabel: null,
    render: { warning: ({ text }) => <strong>{text}</strong> },
  },
  play: async ({ client, canvas }) => {
    client.warning('Your password is old.')
    await waitFor(() => expect(canvas.getByText('Your password is old.').tagName).toBe('STRONG'))
    await expect(canvas.queryByRole('button')).toBeNull()
  },
}
