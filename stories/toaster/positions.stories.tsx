import { Toaster } from '@flashpost/react'
import type { ToasterProps } from '@flashpost/react'
import type { Meta, StoryContext, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** Six places at the edges of the window. */
const meta = {
  title: 'Toaster/Positions',
  component: Toaster,
  render: (args) => (
    <>
      <Page />
      <Toaster {...args} />
    </>
  ),
  play: fill,
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

export const TopRight: Story = { args: { position: 'top-right' } }
export const TopCenter: Story = { args: { position: 'top-center' } }
export const TopLeft: Story = { args: { position: 'top-left' } }
export const BottomRight: Story = { args: { position: 'bottom-right' } }
export const BottomCenter: Story = { args: { position: 'bottom-center' } }
export const BottomLeft: Story = { args: { position: 'bottom-left' } }

async function fill({ args, client, canvas }: StoryContext<ToasterProps>) {
  client.success('Profile details updated.', stay)
  client.info('A new version is available.', { ...stay, description: 'It is ready to install.' })
  const toast = (await canvas.findByText('Profile details updated.')).closest('li')!
  const box = toast.getBoundingClientRect()
  const [vertical, horizontal] = args.position!.split('-')
  const [left, right] = [box.left, document.documentElement.clientWidth - box.right]
  const side = Math.abs(left - right) < 2 ? 'center' : left < right ? 'left' : 'right'
  await expect((box.top + box.bottom) / 2 < innerHeight / 2 ? 'top' : 'bottom').toBe(vertical)
  await expect(side).toBe(horizontal)
}
