import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** Shows messages as toasts. It needs the style sheet `@flashpost/react/styles.css`. */
const meta = {
  title: 'Toaster',
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

/** One of each level. Errors and warnings are told apart by their sign and not by colour alone. */
export const Levels: Story = {
  play: async ({ client, canvas }) => {
    client.debug('Cache miss for orders:7', stay)
    client.info('A new version is available.', stay)
    client.success('Profile details updated.', stay)
    client.warning('Your disk is nearly full.', stay)
    client.error('The payment was refused.')
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(5))
  },
}

/** A second, longer line. */
export const Description: Story = {
  play: async ({ client, canvas }) => {
    client.success('Order placed.', {
      ...stay,
      description: 'You will get a message when it leaves the warehouse.\nThat takes a day or two.',
    })
    await expect(await canvas.findByText(/leaves the warehouse/)).toBeVisible()
  },
}

/** A message with a `url` is a link. */
export const Link: Story = {
  play: async ({ client, canvas }) => {
    client.info('Your report is ready.', { ...stay, url: '#report' })
    await expect(
      await canvas.findByRole('link', { name: 'Your report is ready.' }),
    ).toHaveAttribute('href', '#report')
  },
}

/** At most two actions: links, or buttons that the app answers. A message with actions stays until it is dismissed. */
export const Actions: Story = {
  args: { onAction: fn() },
  play: async ({ args, client, canvas, userEvent }) => {
    const actions = [
      { label: 'Undo', name: 'undo' },
      { label: 'Show', url: '#archive' },
    ]
    client.info('One message archived.', { actions })
    await expect(await canvas.findByRole('link', { name: 'Show' })).toHaveAttribute(
      'href',
      '#archive',
    )
    await userEvent.click(canvas.getByRole('button', { name: 'Undo' }))
    await expect(args.onAction).toHaveBeenCalledWith(
      actions[0],
      expect.objectContaining({ text: 'One message archived.' }),
    )
    await waitFor(() => expect(canvas.queryByRole('listitem')).toBeNull())
    client.info('Another message archived.', { actions })
  },
}

/** Text is text, never HTML; it wraps wherever it has to. */
export const LongText: Story = {
  play: async ({ client, canvas }) => {
    client.info('A sentence that goes on. '.repeat(16).trim(), stay)
    client.warning('NoSpaceToBreakAtIn'.repeat(8), stay)
    client.error('<b>Not bold</b> <script>alert(1)</script>', stay)
    await expect(await canvas.findByText(/^<b>Not bold/)).toBeVisible()
    for (const toast of canvas.getAllByRole('listitem'))
      await expect(toast.scrollWidth).toBeLessThanOrEqual(toast.clientWidth)
  },
}

/** A message is closed by its button, and by the app. */
export const Close: Story = {
  play: async ({ client, canvas, userEvent }) => {
    const id = client.success('Copied again', stay)
    client.success('Copied', stay)
    await userEvent.click((await canvas.findAllByRole('button', { name: 'Close' }))[0]!)
    await waitFor(() => expect(canvas.queryByText('Copied')).toBeNull())
    client.dismiss(id)
    await waitFor(() => expect(canvas.queryByRole('listitem')).toBeNull())
    client.success('Close me', stay)
  },
}

/** The same message says what is new: by `update`, or by adding one with the same `key`. */
export const Update: Story = {
  play: async ({ client, canvas }) => {
    const id = client.info('1 file uploaded', stay)
    client.update(id, { text: '2 files uploaded' })
    client.info('Import: running', { ...stay, key: 'import' })
    client.success('Import: done', { ...stay, key: 'import' })
    await waitFor(() => expect(canvas.getByText('2 files uploaded')).toBeVisible())
    await expect(canvas.getAllByRole('listitem')).toHaveLength(2)
    await expect(canvas.queryByText('Import: running')).toBeNull()
  },
}

/** One message for as long as a promise is pending; it turns into what came of it. */
export const PromiseToast: Story = {
  name: 'Promise',
  play: async ({ client, canvas }) => {
    const texts = { pending: 'Saving…', success: 'Saved.', error: 'Not saved.' }
    const { promise, resolve } = Promise.withResolvers<void>()
    void client.promise(promise, texts)
    await waitFor(() => expect(canvas.getByRole('listitem')).toHaveAttribute('aria-busy', 'true'))
    resolve()
    await waitFor(() => expect(canvas.getByText('Saved.')).toBeVisible())
    await expect(canvas.getByRole('listitem')).toHaveAttribute('aria-busy', 'false')
    await client.promise(Promise.reject(new Error('no')), texts).catch(() => undefined)
    await waitFor(() => expect(canvas.getByText('Not saved.')).toBeVisible())
    void client.promise(new Promise(() => {}), texts)
    await waitFor(() => expect(canvas.getByText('Saving…')).toBeVisible())
  },
}

/** Every text that the toaster adds is the app's to choose. */
export const Labels: Story = {
  args: {
    limit: 1,
    labels: {
      region: 'Mitteilungen',
      close: 'Schließen',
      more: (count) => `${count} weitere`,
    },
  },
  play: async ({ client, canvas }) => {
    client.success('Gespeichert.', stay)
    client.info('Es gibt eine neue Version.', stay)
    await expect(canvas.getByRole('region', { name: 'Mitteilungen' })).toBeVisible()
    await expect(await canvas.findByRole('button', { name: 'Schließen' })).toBeVisible()
    await expect(await canvas.findByRole('button', { name: '1 weitere' })).toBeVisible()
  },
}
