import axe from 'axe-core'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { texts } from './support/clients.ts'
import { setViewport } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'
import type { ToasterProps } from '@flashpost/react'

const active = () => document.activeElement

/** Toasts on screen, and the focus elsewhere. */
async function showFocus(props: ToasterProps = {}, names = ['One', 'Two', 'Three']) {
  const shown = await showToaster(props)
  const stay = { duration: null }
  for (const text of names) shown.client.info(text, stay)
  await expect.element(shown.screen.getByText(names[0]!)).toBeInTheDocument()
  const elsewhere = shown.screen.getByText('Elsewhere').element() as HTMLElement
  elsewhere.focus()
  return { ...shown, elsewhere }
}

test('the hotkey goes to the newest toast, and Tab from there to its button and the next one', async () => {
  await showFocus()
  await userEvent.keyboard('{Alt>}t{/Alt}')
  expect(active()).toHaveTextContent('Three')
  expect(active()?.tagName).toBe('LI')
  await userEvent.keyboard('{Tab}')
  expect(active()).toHaveAccessibleName('Close')
  expect(active()?.closest('li')).toHaveTextContent('Three')
  await userEvent.keyboard('{Tab}')
  expect(active()?.closest('li')).toHaveTextContent('Two')
})

test.each([
  ['F8', '{F8}'],
  ['Control+Shift+N', '{Control>}{Shift>}n{/Shift}{/Control}'],
])('the hotkey %s can be chosen', async (hotkey, keys) => {
  const { screen, elsewhere } = await showFocus({ hotkey })
  await expect.element(screen.getByRole('region')).toHaveAttribute('aria-keyshortcuts', hotkey)
  await userEvent.keyboard('{Alt>}t{/Alt}')
  expect(active()).toBe(elsewhere)
  await userEvent.keyboard(keys)
  expect(active()).toHaveTextContent('Three')
})

test('there may be no hotkey, and it is left to others when there are no toasts', async () => {
  const { screen, elsewhere } = await showFocus({ hotkey: null })
  await expect.element(screen.getByRole('region')).not.toHaveAttribute('aria-keyshortcuts')
  await userEvent.keyboard('{Alt>}t{/Alt}')
  expect(active()).toBe(elsewhere)
  await screen.unmount()

  await showToaster()
  const pressed = vi.fn<(isTaken: boolean) => void>()
  addEventListener(
    'keydown',
    ({ key, defaultPrevented }) => key === 't' && pressed(defaultPrevented),
    {
      once: true,
      signal: AbortSignal.timeout(5_000),
    },
  )
  await userEvent.keyboard('t')
  await userEvent.keyboard('{Alt>}t{/Alt}')
  expect(pressed).toHaveBeenCalledWith(false)
})

test('the hotkey asks for exactly its modifiers', async () => {
  const { elsewhere } = await showFocus()
  await userEvent.keyboard('t')
  await userEvent.keyboard('{Alt>}{Shift>}t{/Shift}{/Alt}')
  expect(active()).toBe(elsewhere)
})

test('Shift+Tab from the first, and Tab from the last, go back to where the hotkey was pressed', async () => {
  const { elsewhere } = await showFocus({}, ['One', 'Two'])
  await userEvent.keyboard('{Alt>}t{/Alt}{Shift>}{Tab}{/Shift}')
  expect(active()).toBe(elsewhere)
  await userEvent.keyboard('{Alt>}t{/Alt}{Tab}{Shift>}{Tab}{/Shift}')
  expect(active()).toBe(elsewhere)
  await userEvent.keyboard('{Alt>}t{/Alt}{Tab}{Tab}{Tab}')
  expect(active()).toBe(elsewhere)
})

test('Escape closes the focused toast, the focus goes to the next, and at last to where it was', async () => {
  const { client, elsewhere } = await showFocus()
  await userEvent.keyboard('{Alt>}t{/Alt}{Tab}{Tab}')
  expect(active()?.closest('li')).toHaveTextContent('Two')
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual(['One', 'Three'])
  expect(active()).toHaveTextContent('One')
  await userEvent.keyboard('{Escape}')
  expect(active()).toHaveTextContent('Three')
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual([])
  expect(active()).toBe(elsewhere)
})

test('Escape elsewhere closes nothing', async () => {
  const { client } = await showFocus({}, ['One'])
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual(['One'])
})

test('Escape that a renderer has taken closes nothing', async () => {
  const { client, screen } = await showToaster({
    render: {
      info: ({ text }) => <input aria-label={text} onKeyDown={(event) => event.preventDefault()} />,
    },
  })
  client.info('Name')
  await userEvent.click(screen.getByRole('textbox'))
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual(['Name'])
})

test('the close button passes the focus on', async () => {
  const { screen, elsewhere } = await showFocus({}, ['One', 'Two'])
  await userEvent.keyboard('{Alt>}t{/Alt}{Tab}{Enter}')
  expect(active()).toHaveTextContent('One')
  await userEvent.click(screen.getByRole('button', { name: 'Close' }).last())
  expect(active()).toBe(elsewhere)
})

test('the focus skips toasts that are leaving, and stays where it is when it is elsewhere', async () => {
  const { client, elsewhere } = await showFocus()
  const [one, two, three] = client.store.getState().messages
  client.dismiss(two?.id)
  expect(active()).toBe(elsewhere)
  await userEvent.keyboard('{Alt>}t{/Alt}')
  client.dismiss(three?.id)
  expect(active()).toHaveTextContent(one?.text ?? '')
})

test('with more behind the limit the focus stays in the toaster', async () => {
  const { screen } = await showFocus({ limit: 1 }, ['One', 'Two'])
  await userEvent.keyboard('{Alt>}t{/Alt}{Escape}')
  expect(active()).toBe(screen.getByRole('region').element())
  await expect.element(screen.getByText('Two')).toBeVisible()
})

test('the landmark says how many there are', async () => {
  const { client, screen } = await showToaster({ limit: 1 })
  const region = screen.getByRole('region')
  await expect.element(region).toHaveAccessibleName('Notifications')
  client.info('One')
  await expect.element(region).toHaveAccessibleName('1 notification')
  client.info('Two')
  await expect.element(region).toHaveAccessibleName('2 notifications')
})

test('everything to press is at least 24 pixels large', async () => {
  const { client, screen } = await showToaster({ limit: 1 })
  const actions = [{ label: 'A', name: 'a' }, { label: 'B', url: '#b' }] // prettier-ignore
  client.info('One', { actions })
  client.info('Two')
  await expect.element(screen.getByText('1 more')).toBeVisible()
  await vi.waitFor(() => expect(document.getAnimations()).toEqual([]))
  const targets = [...document.querySelectorAll('.flashpost :is(button, a)')]
  expect(targets).toHaveLength(4)
  for (const target of targets) {
    const { width, height } = target.getBoundingClientRect()
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
  }
})

test('at 320 pixels, which is 400 % of 1280, nothing is cut off', async () => {
  await setViewport(320, 256)
  const { client, screen } = await showToaster()
  client.info('NoSpaceToBreakAtIn'.repeat(8), {
    duration: null,
    actions: [
      { label: 'A rather long label of an action', name: 'a' },
      { label: 'Another one', url: '#b' },
    ],
  })
  const toast = screen.getByRole('listitem')
  await expect.element(toast).toBeVisible()
  const { left, right } = toast.element().getBoundingClientRect()
  expect(left).toBeGreaterThanOrEqual(0)
  expect(right).toBeLessThanOrEqual(320)
  expect(toast.element().scrollWidth).toBeLessThanOrEqual(toast.element().clientWidth)
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
  const list = screen.getByRole('list').element()
  expect(list.getBoundingClientRect().bottom).toBeLessThanOrEqual(256 + 20)
})

test.each(['ltr', 'rtl'] as const)('in %s texts begin where they should', async (dir) => {
  const { client, screen } = await showToaster({ dir })
  client.info('Text', { duration: null })
  const close = await screen.getByRole('button', { name: 'Close' }).findElement()
  const icon = document.querySelector('.flashpost-icon')!
  const isRight = close.getBoundingClientRect().left > icon.getBoundingClientRect().left
  expect(isRight).toBe(dir === 'ltr')
})

test('the direction of the page is that of the toaster', async () => {
  const { client, screen } = await showToaster()
  document.documentElement.dir = 'rtl'
  client.info('Text', { duration: null })
  const close = await screen.getByRole('button', { name: 'Close' }).findElement()
  const icon = document.querySelector('.flashpost-icon')!
  expect(close.getBoundingClientRect().left).toBeLessThan(icon.getBoundingClientRect().left)
  document.documentElement.removeAttribute('dir')
})

test('axe finds nothing to say about a pile, folded and unfolded', async () => {
  await showFocus({ stack: true })
  const check = async () => {
    await vi.waitFor(() => expect(document.getAnimations()).toEqual([]))
    const { violations, incomplete } = await axe.run('.flashpost')
    expect([...violations, ...incomplete].map(({ id }) => id)).toEqual([])
  }
  await check()
  await userEvent.keyboard('{Alt>}t{/Alt}')
  await check()
})
