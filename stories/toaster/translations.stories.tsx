import { translateWith, Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { catalog } from '../support/catalog.ts'
import { stay } from '../support/stay.ts'

const german = translateWith({
  saved: 'Profil geändert.',
  orderShipped: (params) => {
    // Typed by themselves where the app has registered its catalog.
    const { id, carrier } = params as { id: number; carrier: string }
    return `Bestellung ${id} ist mit ${carrier} unterwegs.`
  },
})

/** Messages of the catalog are said where the reader is, in the reader's language. */
const meta = {
  title: 'Toaster/Translations',
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

/** What has no translation is shown as it came. */
export const FromTheCatalog: Story = {
  parameters: { client: { translate: german } },
  play: async ({ client, server, canvas }) => {
    server.add(catalog.orderShipped({ id: 7, carrier: 'DHL' }), stay)
    server.add('info', 'Not in the catalog', stay)
    void client.refresh()
    await expect(await canvas.findByText('Bestellung 7 ist mit DHL unterwegs.')).toBeVisible()
    await expect(canvas.getByText('Not in the catalog')).toBeVisible()
  },
}

/** With another language everything on screen changes, and stays where it is. */
export const ChangedOnScreen: Story = {
  play: async ({ client, canvas }) => {
    client.add(catalog.saved(), stay)
    const toast = (await canvas.findByText('Profile details updated.')).closest('li')
    client.setTranslate(german)
    await waitFor(() => expect(canvas.getByText('Profil geändert.')).toBeVisible())
    await expect(canvas.getByText('Profil geändert.').closest('li')).toBe(toast)
  },
}
