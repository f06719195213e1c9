import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { startClient, texts, untilShown } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames, place } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'

const toaster = () => document.querySelector('.flashpost')!

test('a toast can be read and pressed above an element that fills the screen, and is acknowledged', async () => {
  const main = await fillScreen()
  const server = createFakeServer(message('Saved'))
  const { client, screen } = await showToaster({}, { fetch: server.fetch })
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  const toast = screen.getByText('Saved').element()
  const { left, top } = toast.getBoundingClientRect()
  expect(document.elementFromPoint(left + 1, top + 1)).toBe(toast)
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(texts(client)).toEqual([])
  client.info('Another', { duration: null })
  await document.exitFullscreen()
  await vi.waitFor(() => expect(main.contains(toaster())).toBe(false))
  await expect.element(screen.getByText('Another')).toBeVisible()
})

test('above a dialog in front of an element that fills the screen it is in the dialog', async () => {
  const main = await fillScreen()
  await showToaster()
  await vi.waitFor(() => expect(main.contains(toaster())).toBe(true))
  const dialog = place('dialog', main)
  dialog.showModal()
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(true))
  dialog.close()
  await vi.waitFor(() => expect(dialog.contains(toaster())).toBe(false))
  expect(main.contains(toaster())).toBe(true)
})

test('an element behind one that fills the screen shows nothing until that is left', async () => {
  const screen = await fillScreen()
  const client = startClient({ hydrate: false })
  const id = client.info('Text')
  const [behind] = client.store.getState().messages
  const element = place('p')
  client.getMessageProps(behind!).ref(element)
  await frames(10)
  expect(client.isShown(id)).toBe(false)
  const shown = untilShown(client, id)
  await document.exitFullscreen()
  screen.remove()
  await shown
})

async function fillScreen(): Promise<HTMLElement> {
  const main = place('main')
  main.style.background = 'white'
  main.tabIndex = -1
  main.addEventListener('click', () => void main.requestFullscreen(), { once: true })
  await userEvent.click(main)
  await vi.waitFor(() => expect(document.fullscreenElement).toBe(main))
  onTestFinished(async () => {
    if (document.fullscreenElement) await document.exitFullscreen()
  })
  return main
}
