import axe from 'axe-core'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { texts, untilShown } from './support/clients.ts'
import { setViewport } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'
import type { MessagesClient, ToasterProps } from '@flashpost/react'

const active = () => document.activeElement

/** Toasts on screen, and the focus elsewhere. */
async function showFocus(props: ToasterProps = {}, names = ['One', 'Two', 'Three']) {
  const shown = await showToaster(props)
  const stay = { duration: null }
  const ids = names.map((text) => shown.client.info(text, stay))
  await untilShown(shown.client, ids[0]!)
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

test("a keydown without a key, as password managers send it, is nobody's", async () => {
  await showFocus()
  const errors = vi.fn<() => void>()
  addEventListener('error', errors)
  const press = (event: Event) => document.body.dispatchEvent(event)
  press(new Event('keydown', { bubbles: true }))
  press(Object.assign(new Event('keydown', { bubbles: true }), { key: 'Alt' }))
  press(new KeyboardEvent('keydown', { bubbles: true }))
  removeEventListener('error', errors)
  expect(errors).not.toHaveBeenCalled()
})

test('Escape while words are composed is for the words', async () => {
  const { client } = await showToaster({ render: { info: () => <input aria-label="Reply" /> } })
  client.info('Reply', { duration: null })
  const input = await vi.waitFor(() => {
    const found = document.querySelector('input')
    expect(found).not.toBeNull()
    return found!
  })
  input.focus()
  const press = (init: KeyboardEventInit) =>
    input.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, ...init }),
    )
  press({ isComposing: true })
  press({ keyCode: 229 })
  expect(texts(client)).toEqual(['Reply'])
  press({})
  expect(texts(client)).toEqual([])
})

test.each<readonly [string, (client: MessagesClient, id: string) => void]>([
  ['is taken away', (client, id) => client.update(id, { actions: [] })],
  [
    'is no more when its work is done',
    (client, id) => client.update(id, { text: 'Done', actions: [{ label: 'Other' }] }),
  ],
])('the focus stays in its toast when its button %s', async (_, update) => {
  const { client, screen } = await showFocus()
  const id = client.info('With a button', { duration: null, actions: [{ label: 'Undo' }] })
  await expect.element(screen.getByRole('button', { name: 'Undo' })).toBeInTheDocument()
  screen.getByRole('button', { name: 'Undo' }).element().focus()
  update(client, id)
  await vi.waitFor(() => expect(screen.getByText('Undo').query()).toBeNull())
  await vi.waitFor(() => expect(active()?.closest('li')).toHaveAttribute('data-message-id', id))
})

test('the focus stays in its toast when an update disables what has it', async () => {
  const { client } = await showToaster({
    render: { info: ({ busy }) => <button disabled={busy}>Send</button> },
  })
  const id = client.info('Reply', { duration: null })
  const button = await vi.waitFor(() => {
    const found = [...document.querySelectorAll('button')].find(
      (each) => each.textContent === 'Send',
    )
    expect(found).toBeDefined()
    return found!
  })
  button.focus()
  client.update(id, { busy: true })
  await vi.waitFor(() => expect(active()).toHaveAttribute('data-message-id', id))
})

test('the focus goes on to another toast when its own is no longer for this toaster', async () => {
  const { client, elsewhere } = await showFocus({ level: 'info' })
  const [one] = client.store.getState().messages
  document.querySelector<HTMLElement>(`[data-message-id="${one!.id}"]`)!.focus()
  client.update(one!.id, { level: 'error' })
  await vi.waitFor(() => expect(active()).toHaveTextContent('Three'))
  for (const { id } of client.store.getState().messages) client.update(id, { level: 'error' })
  await vi.waitFor(() => expect(active()).toBe(elsewhere))
})

test('who has left a toast for nowhere is not called back when it goes', async () => {
  const { client } = await showFocus()
  document.querySelector<HTMLElement>('.flashpost-close')!.focus()
  ;(active() as HTMLElement).blur()
  await vi.waitFor(() => expect(active()).toBe(document.body))
  client.dismiss()
  await vi.waitFor(() => expect(document.querySelector('.flashpost-toast')).toBeNull())
  expect(active()).toBe(document.body)
})

test('the hotkey shows the focus, also after the mouse was used', async () => {
  const { client, screen } = await showToaster()
  client.info('Text', { duration: null })
  await expect.element(screen.getByText('Text')).toBeVisible()
  await userEvent.click(screen.getByText('Elsewhere'))
  await userEvent.keyboard('{Alt>}t{/Alt}')
  expect(document.activeElement?.matches('.flashpost-toast:focus-visible')).toBe(true)
})

test('a focus that is inside before the keyboard is guided is passed on as well', async () => {
  const { client } = await showToaster()
  const [first, second] = ['One', 'Two'].map((text) => client.info(text, { duration: null }))
  await vi.waitFor(() => expect(document.querySelector('.flashpost-close')).not.toBeNull())
  const toast = document.querySelector<HTMLElement>(`[data-message-id="${second}"]`)!
  toast.focus()
  await untilShown(client, first!)
  client.dismiss(second)
  await vi.waitFor(() => expect(active()).toHaveAttribute('data-message-id', first))
})
