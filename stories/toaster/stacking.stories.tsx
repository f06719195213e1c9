import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'

/** Toasts on a pile: its top can be read, the rest are edges until pointer or keyboard unfold them. */
const meta = {
  title: 'Toaster/Stacking',
  component: Toaster,
  args: { stack: true },
  render: (args) => (
    <>
      <Page />
      <Toaster {...args} />
    </>
  ),
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

/** The newest is at the top. What lies below cannot be read, and the server keeps it as if nobody had sent it. */
export const Folded: Story = {
  play: async ({ client, server, canvas }) => {
    const [below, top] = ['Below', 'At the top'].map((text) => server.add('info', text, stay))
    void client.refresh()
    await waitFor(() => expect(server.used).toContain(top))
    await expect(canvas.getByText('At the top')).toBeVisible()
    await expect(canvas.getByText('Below')).not.toBeVisible()
    await expect(server.pending).toMatchObject([{ id: below }])
  },
}

/** With the focus inside the pile is a list, and all of it counts as shown. */
export const Unfolded: Story = {
  args: { position: 'bottom-right' },
  play: async ({ client, server, canvas, userEvent }) => {
    const ids = ['One', 'Two', 'Three'].map((text) => server.add('success', text, stay))
    void client.refresh()
    await expect(await canvas.findByText('Three')).toBeVisible()
    await userEvent.keyboard('{Alt>}t{/Alt}')
    await waitFor(() => expect(canvas.getByText('One')).toBeVisible())
    await waitFor(() => expect(server.used).toEqual(expect.arrayContaining(ids)))
    const tops = ['One', 'Two', 'Three'].map(
      (text) => canvas.getByText(text).closest('li')!.getBoundingClientRect().top,
    )
    await expect(tops).toEqual(tops.toSorted((one, other) => one - other))
  },
}

/** However many there are, the pile is no higher than its top and two edges. */
export const Many: Story = {
  args: { limit: 50 },
  play: async ({ client, canvas }) => {
    for (let count = 1; count <= 50; count++) client.info(`Row ${count} imported`, stay)
    await expect(await canvas.findByText('Row 50 imported')).toBeVisible()
    const pile = canvas.getByRole('list')
    await waitFor(() => expect(pile.getBoundingClientRect().height).toBeLessThan(160))
  },
}
