import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { startClient, untilShown } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames, place } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'

test('a toast can be read above an element that fills the screen, and is acknowledged', async () => {
  await fillScreen()
  const server = createFakeServer(message('Saved'))
  const { screen } = await showToaster({}, { fetch: server.fetch })
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  const toast = screen.getByText('Saved').element()
  const { left, top } = toast.getBoundingClientRect()
  expect(document.elementFromPoint(left + 1, top + 1)).toBe(toast)
  await document.exitFullscreen()
  await vi.waitFor(() => expect(document.querySelector('.flashpost')?.closest('main')).toBeNull())
  await expect.element(screen.getByText('Saved')).toBeVisible()
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
