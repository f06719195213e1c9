import { Toaster } from '@flashpost/react'
import type { ToasterProps } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'

/** How long a toast stays. */
const meta = {
  title: 'Toaster/Clocks',
  component: Toaster,
  args: { duration: () => 400 },
  render: (args) => (
    <>
      <Page />
      <Toaster {...args} />
    </>
  ),
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** Errors, messages with actions and running work stay; the rest go by themselves. The app may say how long they take. */
export const RunsOut: Story = {
  play: async ({ client, canvas }) => {
    client.info('Gone in a moment')
    client.info('Stays', { duration: null })
    await expect(await canvas.findByText('Gone in a moment')).toBeVisible()
    await waitFor(() => expect(canvas.queryByText('Gone in a moment')).toBeNull())
    await expect(canvas.getByText('Stays')).toBeVisible()
  },
}

/** While the keyboard's focus or the pointer is inside, time stands still. */
export const StopsUnderFocus: Story = {
  play: async ({ client, canvas }) => {
    client.info('Read me in peace')
    const close = await canvas.findByRole('button', { name: 'Close' })
    close.focus()
    await expect(await outlives(600, () => canvas.queryByText('Read me in peace'))).toBe(true)
    close.blur()
    await waitFor(() => expect(canvas.queryByText('Read me in peace')).toBeNull())
    client.info('Gone', { duration: null })
  },
}

/** The app stops all clocks, and they go on where they stood. */
export const Paused: Story = {
  args: { progress: true },
  render: (args) => <WithSwitch {...args} />,
  play: async ({ client, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }))
    client.info('Back in a moment')
    await canvas.findByText('Back in a moment')
    await expect(await outlives(600, () => canvas.queryByText('Back in a moment'))).toBe(true)
    await userEvent.click(canvas.getByRole('button', { name: 'Go on' }))
    await waitFor(() => expect(canvas.queryByText('Back in a moment')).toBeNull())
  },
}

function WithSwitch(args: ToasterProps) {
  const [paused, setPaused] = useState(false)
  return (
    <>
      <Page>
        <button type="button" onClick={() => setPaused(!paused)}>
          {paused ? 'Go on' : 'Pause'}
        </button>
      </Page>
      <Toaster {...args} paused={paused} />
    </>
  )
}

/** Says whether something is still there when its time would have been over. */
async function outlives(milliseconds: number, find: () => Element | null): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  return find() !== null
}
