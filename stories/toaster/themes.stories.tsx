import { Toaster } from '@flashpost/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { Page } from '../support/app.tsx'
import { stay } from '../support/stay.ts'
import './themes.css'

/** Colours, scripts and sizes. The look is a style sheet with variables. */
const meta = {
  title: 'Toaster/Themes',
  component: Toaster,
  render: (args) => (
    <>
      <Page />
      <Toaster {...args} />
    </>
  ),
  play: async ({ client, canvas }) => {
    client.info('A new version is available.', { ...stay, url: '#version' })
    client.success('Order placed.', { ...stay, description: 'It leaves the warehouse today.' })
    client.warning('Your disk is nearly full.', { actions: [{ label: 'Clean up', name: 'clean' }] })
    client.error('The payment was refused.')
    void client.promise(new Promise(() => {}), { pending: 'Saving…', success: '', error: '' })
    await expect(await canvas.findByText('Saving…')).toBeVisible()
  },
} satisfies Meta<typeof Toaster>

export default meta
type Story = StoryObj<typeof meta>

export const Light: Story = {}

/** Colours follow the page's `color-scheme`. */
export const Dark: Story = { globals: { theme: 'dark' } }

/** Background, border and text in the colour of the level. */
export const RichColors: Story = { args: { richColors: true, limit: 6 } }

export const RichColorsDark: Story = {
  args: { richColors: true, limit: 6 },
  globals: { theme: 'dark' },
}

/** An element around the toaster can choose: `data-theme="dark"`. */
export const DarkOnALightPage: Story = {
  render: (args) => (
    <>
      <Page />
      <div data-theme="dark">
        <Toaster {...args} />
      </div>
    </>
  ),
  play: async ({ client, canvas }) => {
    client.info('Dark, whatever the page', stay)
    const text = await canvas.findByText('Dark, whatever the page')
    const { color } = getComputedStyle(text)
    await expect(Number(/\d+/.exec(color)![0])).toBeGreaterThan(200)
  },
}

/** In a script that runs from right to left, everything inside of a toast does. */
export const RightToLeft: Story = {
  globals: { direction: 'rtl' },
  play: async ({ client, canvas }) => {
    client.success('تم حفظ التغييرات.', stay)
    client.warning('القرص ممتلئ تقريبًا.', {
      description: 'احذف بعض الملفات لتوفير مساحة.',
      actions: [{ label: 'تنظيف', name: 'clean' }],
    })
    client.error('تم رفض الدفع.')
    const toast = (await canvas.findByText('تم حفظ التغييرات.')).closest('li')!
    const close = toast.querySelector('button')!
    await expect(close.getBoundingClientRect().left).toBeLessThan(
      toast.querySelector('svg')!.getBoundingClientRect().left,
    )
  },
}

/** Variables are the theme: an app sets its own. A later rule of the app's for one class wins, too. */
export const OwnTheme: Story = {
  render: (args) => (
    <div className="own-theme">
      <Page />
      <Toaster {...args} />
    </div>
  ),
}

/** A phone: toasts take the width that there is, and are on a pile. */
export const Phone: Story = {
  globals: { viewport: { value: 'mobile1', isRotated: false } },
}
