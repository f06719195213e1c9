import { createFlashServer } from '@flashpost/msw'
import {
  createMessagesClient,
  MessageList,
  MessagesProvider,
  Toaster,
  ToasterPortal,
} from '@flashpost/react'
import type { MessagesClientOptions, ToasterProps } from '@flashpost/react'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest'

const flash = createFlashServer()
const server = setupServer(...flash.handlers)
const output = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]

beforeAll(() => server.listen())
afterEach(() => {
  cleanup()
  flash.reset()
})
afterAll(() => server.close())

function show(props: ToasterProps = {}, options: MessagesClientOptions = {}) {
  const client = createMessagesClient(options)
  onTestFinished(() => {
    client.destroy()
    for (const spy of output) expect(spy).not.toHaveBeenCalled()
  })
  render(
    <MessagesProvider client={client}>
      <Toaster {...props} />
    </MessagesProvider>,
  )
  return client
}

test('what waits when the page opens is shown and acknowledged', async () => {
  const id = flash.add('success', 'Saved.', { description: 'As a draft.' })
  show()
  await screen.findByText('Saved.')
  await waitFor(() => expect(flash.used).toContain(id))
})

test('a level that the server has named has a name here', async () => {
  const named = createFlashServer({ url: '/named', levels: { critical: 50 } })
  server.use(...named.handlers)
  const client = show({ level: 'critical' as 'error' }, { url: '/named' })
  named.add('critical' as 'error', 'The disk is full.')
  await client.refresh()
  await screen.findByText('The disk is full.')
  await waitFor(() => expect(client.levels).toHaveProperty('critical', 50))
  Reflect.get(client, 'critical')('So is this one.')
  await screen.findByText('So is this one.')
})

test('what is not in the document is not acknowledged', async () => {
  const id = flash.add('success', 'Saved.')
  const client = createMessagesClient()
  onTestFinished(() => client.destroy())
  await waitFor(() => expect(client.store.getState().messages).toHaveLength(1))
  const [message] = client.store.getState().messages
  const element = document.createElement('p')
  client.getMessageProps(message!).ref(element)
  await frames(5)
  expect(client.isShown(id!)).toBe(false)
  document.body.append(element)
  await waitFor(() => expect(client.isShown(id!)).toBe(true))
  element.remove()
})

test('a list shows messages as well', async () => {
  const id = flash.add('error', 'Too long.', { extraTags: 'profile' })
  const client = createMessagesClient()
  onTestFinished(() => client.destroy())
  render(<MessageList client={client} tags="profile" />)
  await screen.findByText('Too long.')
  await waitFor(() => expect(flash.used).toContain(id))
})

test.each<ToasterProps>([
  {},
  { stack: true, position: 'bottom-center', richColors: true, progress: true },
  { limit: 1, newestFirst: false, theme: 'dark', dir: 'rtl' },
])('toasts come, change and go: %j', async (props) => {
  const client = show(props, { hydrate: false })
  const onClick = vi.fn<() => void>()
  client.info('One', { action: { label: 'Undo', onClick } })
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(screen.queryByText('One')).toBeNull())
  expect(onClick).toHaveBeenCalledOnce()

  const id = client.loading('Saving')
  await screen.findByText('Saving')
  client.update(id, { level: 'success', text: 'Saved' })
  const toast = await screen.findByText('Saved')
  fireEvent.pointerDown(toast)
  fireEvent.pointerMove(toast, { clientX: 100, buttons: 1 })
  fireEvent.pointerUp(toast)
  fireEvent.focus(toast)
  fireEvent.keyDown(toast, { key: 'Escape' })
  client.error('Broken')
  client.dismiss()
  await waitFor(() => expect(screen.queryByText('Broken')).toBeNull())
})

test('a toast goes when its time is over', async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  const client = show({}, { hydrate: false })
  client.info('Short', { duration: 50 })
  await screen.findByText('Short')
  await waitFor(() => expect(screen.queryByText('Short')).toBeNull(), { timeout: 3_000 })
})

test('a dialog, and a toaster of one’s own', async () => {
  const client = show({}, { hydrate: false })
  const dialog = document.createElement('dialog')
  document.body.append(dialog)
  dialog.open = true
  client.info('Beside a dialog')
  await screen.findByText('Beside a dialog')
  render(
    <ToasterPortal>
      <p>Own</p>
    </ToasterPortal>,
  )
  expect(await screen.findByText('Own')).toBeTruthy()
  dialog.remove()
})

test('an engine that knows no newer selectors will do', async () => {
  const queries = ['querySelector', 'querySelectorAll', 'matches', 'closest'] as const
  for (const name of queries) forgetNewerSelectors(Element.prototype, name)
  forgetNewerSelectors(document, 'querySelector')
  forgetNewerSelectors(document, 'querySelectorAll')
  const client = show({}, { hydrate: false })
  const id = client.info('Text', { duration: 100 })
  await waitFor(() => expect(client.isShown(id)).toBe(true))
  await waitFor(() => expect(client.store.getState().messages).toEqual([]), { timeout: 3_000 })
})

/** Has a method throw at the selectors that older engines do not know. */
function forgetNewerSelectors<Name extends string>(
  owner: { readonly [Method in Name]: (selector: string) => unknown },
  name: Name,
): void {
  const original = owner[name]
  const known = function (this: unknown, selector: string) {
    if (/:(?:modal|has|focus-visible)/.test(selector)) throw new SyntaxError(selector)
    return original.call(this, selector)
  }
  Object.defineProperty(owner, name, { configurable: true, writable: true, value: known })
  onTestFinished(() => {
    Object.defineProperty(owner, name, { configurable: true, writable: true, value: original })
  })
}

async function frames(count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await new Promise((resolve) => requestAnimationFrame(resolve))
}
