import { MessagesProvider, Toaster } from '@flashpost/react'
import type { ToasterProps } from '@flashpost/react'
import { StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startClient, untilShown } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'

const stay = { duration: null }
const words = () =>
  [...document.querySelectorAll('.flashpost-toast')].map(({ textContent }) => textContent)

/** A toaster whose updates wait until they are made. */
async function showWrapped(props: ToasterProps = {}, options?: Parameters<typeof showToaster>[1]) {
  const updates: (() => void)[] = []
  const wrapUpdate = (update: () => void) => void updates.push(update)
  const shown = await showToaster({ ...props, wrapUpdate }, options)
  const make = () => flushSync(() => updates.splice(0).forEach((update) => update()))
  return { ...shown, updates, make }
}

test('what comes and goes does so in an update, together, and another text needs none', async () => {
  const { client, updates, make } = await showWrapped()
  const [one] = ['One', 'Two'].map((text) => client.info(text, stay))
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  expect(words()).toEqual([])
  make()
  expect(words()).toEqual(['Two', 'One'])
  await untilShown(client, one!)
  client.dismiss(one)
  client.info('Three', stay)
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  make()
  expect(words()).toEqual(['Three', 'Two'])
  client.update(client.store.getState().messages[0]!.id, { text: 'Two again' })
  await vi.waitFor(() => expect(words()).toEqual(['Three', 'Two again']))
  await frames(4)
  expect(updates).toEqual([])
})

test('until its update a toast stays as it was, and goes without an exit', async () => {
  const { client, updates, make } = await showWrapped()
  const id = client.info('Saved', stay)
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  make()
  await untilShown(client, id)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  client.dismiss(id)
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  // However long an exit may take.
  vi.advanceTimersByTime(1_100)
  expect(words()).toEqual(['Saved'])
  expect(document.querySelector<HTMLElement>('.flashpost-toast')?.inert).toBe(false)
  make()
  expect(words()).toEqual([])
})

test('an update that is never made loses nothing, and the next change asks for one again', async () => {
  const server = createFakeServer(message('From the server', stay))
  const { client, updates, make } = await showWrapped({}, { fetch: server.fetch })
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  await frames(5)
  expect(server.pending).toHaveLength(1)
  updates.length = 0
  client.info('Another', stay)
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  make()
  expect(words()).toEqual(['Another', 'From the server'])
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('what comes up from behind the limit, and what goes back there, does so in updates', async () => {
  const { client, screen, updates, make } = await showWrapped({ limit: 2 })
  for (const text of ['One', 'Two', 'Three']) client.info(text, stay)
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  make()
  expect(words()).toEqual(['Two', 'One'])
  await userEvent.click(screen.getByRole('button', { name: '1 more' }))
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  expect(words()).toEqual(['Two', 'One'])
  make()
  expect(words()).toEqual(['Three', 'Two', 'One'])
  await userEvent.click(screen.getByRole('button', { name: 'Show fewer' }))
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  expect(words()).toHaveLength(3)
  make()
  expect(words()).toEqual(['Two', 'One'])
  client.dismiss(client.store.getState().messages[0]!.id)
  await vi.waitFor(() => expect(updates).toHaveLength(1))
  make()
  expect(words()).toEqual(['Three', 'Two'])
})

test('what was there before the toaster is there with it', async () => {
  const client = startClient({ hydrate: false })
  client.info('Before', stay)
  await render(<Toaster client={client} wrapUpdate={() => undefined} />)
  expect(words()).toEqual(['Before'])
})

test('in strict mode there is one update for a change, which may be made at once', async () => {
  const client = startClient({ hydrate: false })
  const wrapUpdate = vi.fn<(update: () => void) => void>((update) => flushSync(update))
  const errors = vi.spyOn(console, 'error')
  await render(
    <StrictMode>
      <MessagesProvider client={client}>
        <Toaster wrapUpdate={wrapUpdate} />
      </MessagesProvider>
    </StrictMode>,
  )
  const id = client.info('Saved', stay)
  await vi.waitFor(() => expect(words()).toEqual(['Saved']))
  expect(wrapUpdate).toHaveBeenCalledTimes(1)
  client.dismiss(id)
  await vi.waitFor(() => expect(words()).toEqual([]))
  expect(wrapUpdate).toHaveBeenCalledTimes(2)
  expect(errors).not.toHaveBeenCalled()
  errors.mockRestore()
})

test('toasts come and go in view transitions, with the focus', async () => {
  const transitions: ViewTransition[] = []
  const { client, screen } = await showToaster({
    wrapUpdate: (update) =>
      void transitions.push(document.startViewTransition(() => flushSync(update))),
  })
  const settle = async (count: number) => {
    await vi.waitFor(() => expect(transitions).toHaveLength(count))
    await transitions.at(-1)!.ready
    transitions.at(-1)!.skipTransition()
    await transitions.at(-1)!.finished
  }
  const [one, two] = ['One', 'Two'].map((text) => client.info(text, stay))
  await settle(1)
  expect(words()).toEqual(['Two', 'One'])
  await vi.waitFor(() => expect(client.isShown(two!)).toBe(true))
  screen.getByText('Elsewhere').element().focus()
  await userEvent.keyboard('{Alt>}t{/Alt}{Escape}')
  expect(document.activeElement).toHaveTextContent('One')
  await settle(2)
  expect(words()).toEqual(['One'])
  client.dismiss(one)
  await settle(3)
  expect(words()).toEqual([])
  expect(document.activeElement).toHaveTextContent('Elsewhere')
})
