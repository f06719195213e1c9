import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { texts, untilShown } from './support/clients.ts'
import { showToaster } from './support/toasters.tsx'

const stay = { duration: null }
const toaster = () => document.querySelector('.flashpost')!

function openDialog(parent: Element = document.body): HTMLDialogElement {
  const dialog = document.createElement('dialog')
  dialog.innerHTML = '<button>In the dialog</button>'
  parent.append(dialog)
  dialog.showModal()
  onTestFinished(() => dialog.remove())
  return dialog
}

test('a toast can be read and pressed above a modal dialog, and is acknowledged', async () => {
  const { client, screen } = await showToaster()
  const dialog = openDialog()
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(true))
  const id = client.info('Saved', stay)
  await untilShown(client, id)
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(texts(client)).toEqual([])
})

test('the toaster follows the dialog that was opened last, and goes back to its place', async () => {
  const { client } = await showToaster()
  const place = toaster().parentElement?.parentElement
  client.info('Saved', stay)
  const later = openDialog()
  later.close()
  const first = openDialog()
  later.showModal()
  first.before(later)
  await vi.waitFor(() => expect(later.isConnected).toBe(true))
  const nested = openDialog(first)
  await vi.waitFor(() => expect(nested.contains(toaster())).toBe(true))
  nested.close()
  await vi.waitFor(() => expect(first.contains(toaster())).toBe(true))
  first.close()
  later.close()
  await vi.waitFor(() => expect(toaster().parentElement?.parentElement).toBe(place))
  await vi.waitFor(() => expect(toaster().checkVisibility()).toBe(true))
})

test('it is above a dialog that is closed and opened in one task', async () => {
  const { client, screen } = await showToaster({ position: 'top-left' })
  const dialog = openDialog()
  client.info('Before', stay)
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(true))
  await expect.element(screen.getByText('Before')).toBeVisible()
  dialog.close()
  dialog.showModal()
  const id = client.info('After', stay)
  await untilShown(client, id)
  await vi.waitFor(() => expect(topmostAt(screen.getByText('After').element())).toBe('After'))
  await userEvent.click(screen.getByRole('button', { name: 'Close' }).first())
  expect(texts(client)).toHaveLength(1)
})

test('it follows the dialog that was closed and opened again above another one', async () => {
  const { client, screen } = await showToaster({ position: 'top-left' })
  const [one, two] = [openDialog(), openDialog()]
  await vi.waitFor(() => expect(two.contains(toaster())).toBe(true))
  one.close()
  one.showModal()
  await vi.waitFor(() => expect(one.contains(toaster())).toBe(true))
  two.close()
  two.showModal()
  one.close()
  one.showModal()
  two.close()
  two.showModal()
  await vi.waitFor(() => expect(two.contains(toaster())).toBe(true))
  client.info('On top', stay)
  await expect.element(screen.getByText('On top')).toBeVisible()
  await vi.waitFor(() => expect(topmostAt(screen.getByText('On top').element())).toBe('On top'))
})

function topmostAt(element: Element): string | null | undefined {
  const { left, top, height } = element.getBoundingClientRect()
  return document.elementFromPoint(left + 2, top + height / 2)?.textContent
}

test('it comes back out of a dialog that is taken from the page', async () => {
  const { client, screen } = await showToaster()
  client.info('Saved', stay)
  const dialog = openDialog()
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(true))
  dialog.remove()
  await vi.waitFor(() => expect(toaster().isConnected).toBe(true))
  await expect.element(screen.getByText('Saved')).toBeVisible()
})

test('it stays in a dialog whose content is replaced', async () => {
  await showToaster()
  const dialog = openDialog()
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(true))
  dialog.textContent = 'Something else'
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(true))
})

test('moving keeps elements, transitions and what a renderer holds', async () => {
  const { client, screen } = await showToaster({
    render: { info: ({ text }) => <input aria-label={text} /> },
  })
  client.info('Name', stay)
  const input = screen.getByRole('textbox')
  await userEvent.fill(input, 'Ann')
  const element = input.element()
  const dialog = openDialog()
  await vi.waitFor(() => expect(dialog.contains(element)).toBe(true))
  expect(element).toHaveValue('Ann')
  await userEvent.click(input)
  dialog.close()
  await vi.waitFor(() => expect(dialog.contains(element)).toBe(false))
  expect(element).toHaveValue('Ann')
})

test('neither a transform nor the overflow of the dialog holds it', async () => {
  const { client, screen } = await showToaster({ position: 'top-left' })
  const dialog = openDialog()
  dialog.setAttribute(
    'style',
    'transform: translateX(20px); overflow: hidden; width: 5rem; height: 5rem',
  )
  client.info('Saved', stay)
  await expect.element(screen.getByText('Saved')).toBeVisible()
  const { left, top } = toaster().getBoundingClientRect()
  expect([left, top]).toEqual([16, 16])
})

test('Escape closes the focused toast and not the dialog', async () => {
  const { client, screen } = await showToaster()
  const dialog = openDialog()
  client.info('Saved', stay)
  await expect.element(screen.getByText('Saved')).toBeVisible()
  // The first toast of a page is there a moment before the keyboard is guided.
  await vi.waitFor(async () => {
    await userEvent.keyboard('{Alt>}t{/Alt}')
    expect(document.activeElement).toHaveTextContent('Saved')
  })
  await userEvent.keyboard('{Escape}')
  expect(texts(client)).toEqual([])
  expect(dialog.open).toBe(true)
  expect(document.activeElement).toHaveTextContent('In the dialog')
})

test('the clicks of renderers arrive there as well', async () => {
  const clicked = vi.fn<() => void>()
  const { client, screen } = await showToaster({
    render: {
      info: ({ text }) => (
        <button type="button" onClick={clicked}>
          {text}
        </button>
      ),
    },
  })
  openDialog()
  client.info('Press', stay)
  await userEvent.click(screen.getByRole('button', { name: 'Press' }))
  expect(clicked).toHaveBeenCalledOnce()
})

test('a toaster that goes while it is in a dialog leaves nothing there', async () => {
  const { screen } = await showToaster()
  const dialog = openDialog()
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(true))
  await screen.unmount()
  expect(dialog.querySelector('.flashpost-host')).toBeNull()
})

test('a dialog that is not modal is left alone', async () => {
  await showToaster()
  const dialog = openDialog()
  dialog.close()
  dialog.show()
  await new Promise((resolve) => setTimeout(resolve))
  expect(dialog.contains(toaster())).toBe(false)
})
