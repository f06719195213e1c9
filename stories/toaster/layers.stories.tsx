import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { useRef } from 'react'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** Above whatever is on top of the page. */
const meta = { title: 'Toaster/Layers', component: Toaster } satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** A modal dialog makes the rest of the page inert: the toaster moves into it, and back when it closes. */
export const ModalDialog: Story = {
  render: (args) => (
    <>
      <WithDialog />
      <Toaster {...args} />
    </>
  ),
  play: async ({ client, server, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Edit' }))
    const dialog = canvas.getByRole('dialog')
    const id = server.add('success', 'Draft saved.', stay)
    void client.refresh()
    await waitFor(() => expect(server.used).toContain(id))
    const text = canvas.getByText('Draft saved.')
    await expect(dialog).toContainElement(text)
    await userEvent.click(canvas.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(text).not.toBeInTheDocument())
    client.info('The toaster is in its place again.', stay)
    await userEvent.click(canvas.getByRole('button', { name: 'Done' }))
    await waitFor(() => expect(canvas.getByRole('region').closest('dialog')).toBeNull())
    await expect(canvas.getByText('The toaster is in its place again.')).toBeVisible()
  },
}

function WithDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <Page>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Edit
      </button>
      <dialog ref={dialog} aria-label="Profile">
        <p>Your name is shown to others.</p>
        <button type="button" onClick={() => dialog.current?.close()}>
          Done
        </button>
      </dialog>
    </Page>
  )
}

/** Of a fullscreen element nothing else is seen: the toaster moves into it. A browser asks for a click first. */
export const Fullscreen: Story = {
  render: (args) => (
    <>
      <Page>
        <div>
          <p>A slide</p>
          <button
            type="button"
            onClick={({ currentTarget }) => void currentTarget.parentElement?.requestFullscreen()}
          >
            Present
          </button>
        </div>
      </Page>
      <Toaster {...args} />
    </>
  ),
  play: async ({ client, canvas }) => {
    client.info('Present, and look for me.', stay)
    await expect(await canvas.findByText('Present, and look for me.')).toBeVisible()
  },
}
