import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { useEffect, useRef } from 'react'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** More than one toaster in an app, each with its filter and place. */
const meta = { title: 'Toaster/Several', component: Toaster } satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** Each takes what its filter means: here errors in the middle, uploads at the bottom. */
export const ByFilter: Story = {
  render: () => (
    <>
      <Page />
      <Toaster level="error" position="top-center" labels={{ region: 'Errors' }} />
      <Toaster tags="upload" position="bottom-right" labels={{ region: 'Uploads' }} />
    </>
  ),
  play: async ({ client, canvas }) => {
    client.error('The payment was refused.')
    client.success('cat.jpg uploaded', { ...stay, extraTags: 'upload' })
    const error = await canvas.findByText('The payment was refused.')
    await expect(error.closest('section')).toHaveAccessibleName('Errors')
    await expect(canvas.getByText('cat.jpg uploaded').closest('section')).toHaveAccessibleName(
      'Uploads',
    )
    await expect(canvas.getAllByRole('listitem')).toHaveLength(2)
  },
}

/** What lies behind a modal dialog cannot be read, and is not acknowledged. A toaster inside of the dialog is above it. */
export const InADialog: Story = {
  render: () => (
    <>
      <Page />
      <ModalDialog />
    </>
  ),
  play: async ({ client, server, canvas, userEvent }) => {
    const id = server.add('success', 'Saved.', stay)
    void client.refresh()
    await waitFor(() => expect(server.used).toContain(id))
    await userEvent.click(await canvas.findByRole('button', { name: 'Close' }))
    await waitFor(() => expect(canvas.queryByText('Saved.')).toBeNull())
    client.success('Saved again.', stay)
  },
}

function ModalDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-label="Profile">
      <p>Your name is shown to others.</p>
      <Toaster />
    </dialog>
  )
}
