import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { drag } from '../support/drag.ts'
import { stay } from '../support/stay.ts'

/** A toast is swiped away with a finger, a pen or the mouse. Buttons, links and `data-swipe-ignore` begin no swipe. */
const meta = {
  title: 'Toaster/Swipe',
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

/** By itself to the nearer side: here to the right, and not to the left. */
export const ToTheNearerSide: Story = {
  args: { position: 'top-right' },
  play: async ({ client, canvas }) => {
    client.info('Swipe me away', stay)
    const toast = (await canvas.findByText('Swipe me away')).closest('li')!
    drag(toast, [-90, 0])
    await expect(canvas.getByText('Swipe me away')).toBeVisible()
    // The first toast of a page is there a moment before it can be swiped.
    await waitFor(async () => {
      drag(toast, [90, 0])
      await expect(canvas.queryByText('Swipe me away')).toBeNull()
    })
    client.info('And me', stay)
  },
}

/** Where the app wants it. */
export const Upwards: Story = {
  args: { position: 'top-center', swipe: ['up'] },
  play: async ({ client, canvas }) => {
    client.info('Push me up', stay)
    const toast = (await canvas.findByText('Push me up')).closest('li')!
    await waitFor(async () => {
      drag(toast, [0, -90])
      await expect(canvas.queryByText('Push me up')).toBeNull()
    })
    client.info('And me', stay)
  },
}

/** Nowhere: then the text can be selected. */
export const Off: Story = {
  args: { swipe: false },
  play: async ({ client, canvas }) => {
    client.info('Copy me', stay)
    const toast = (await canvas.findByText('Copy me')).closest('li')!
    drag(toast, [90, 0])
    await expect(canvas.getByText('Copy me')).toBeVisible()
    await expect(toast).not.toHaveAttribute('inert')
  },
}
