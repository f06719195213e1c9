import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** Everything that a pointer can do can be done with the keyboard. */
const meta = {
  title: 'Toaster/Keyboard',
  component: Toaster,
  render: (args) => (
    <>
      <Page>
        <button type="button">Save</button>
      </Page>
      <Toaster {...args} />
    </>
  ),
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** The hotkey goes to the newest toast, Escape closes it, and after the last one the focus is where it was. */
export const HotkeyAndEscape: Story = {
  play: async ({ client, canvas, userEvent }) => {
    const save = canvas.getByRole('button', { name: 'Save' })
    save.focus()
    for (const text of ['One', 'Two']) client.info(text, stay)
    await expect(await canvas.findByText('Two')).toBeVisible()
    // The first toast of a page is there a moment before the keyboard is guided.
    await waitFor(async () => {
      await userEvent.keyboard('{Alt>}t{/Alt}')
      await expect(document.activeElement).toHaveTextContent('Two')
    })
    await userEvent.keyboard('{Escape}')
    await expect(document.activeElement).toHaveTextContent('One')
    await userEvent.keyboard('{Escape}')
    await expect(save).toHaveFocus()
    await waitFor(() => expect(canvas.queryByRole('listitem')).toBeNull())
    client.info('Press Alt+T', stay)
  },
}

/** Another hotkey, or `null` for none. Screen readers tell it with the landmark. */
export const OwnHotkey: Story = {
  args: { hotkey: 'F8' },
  play: async ({ client, canvas, userEvent }) => {
    client.info('Press F8', stay)
    await expect(await canvas.findByText('Press F8')).toBeVisible()
    await expect(canvas.getByRole('region')).toHaveAttribute('aria-keyshortcuts', 'F8')
    await userEvent.keyboard('{F8}')
    await expect(document.activeElement).toHaveTextContent('Press F8')
  },
}
