import { MessageList, MessagesProvider } from '@flashpost/react'
import axe from 'axe-core'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startClient } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import '../src/styles.css'

test('a list shows messages until they are dismissed, and has the same custody', async () => {
  const server = createFakeServer(message('Name is missing', { level: 'error', extraTags: 'form' }))
  const client = startClient({ fetch: server.fetch })
  const screen = await render(
    <MessagesProvider client={client}>
      <MessageList tags="form" label="About the form" closeLabel="Weg damit" />
    </MessagesProvider>,
  )
  client.info('Elsewhere')
  const list = screen.getByRole('list', { name: 'About the form' })
  await expect.element(list.getByText('Name is missing')).toBeVisible()
  expect(screen.getByRole('listitem').elements()).toHaveLength(1)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  await screen.getByRole('button', { name: 'Weg damit' }).click()
  await expect.element(list).toBeEmptyDOMElement()
})

test('a list is heard, errors before the rest', async () => {
  const client = startClient({ hydrate: false })
  Object.defineProperty(document, 'ariaNotify', { configurable: true, value: undefined })
  await render(<MessageList client={client} />)
  client.error('Not saved')
  const region = document.querySelector('[aria-live=assertive]')
  await vi.waitFor(() => expect(region?.textContent).toBe('Not saved'), { timeout: 3_000 })
  Reflect.deleteProperty(document, 'ariaNotify')
})

test('a list shows messages in the app’s own way, and as plain text where that fails', async () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const client = startClient({ hydrate: false })
  const screen = await render(
    <MessageList
      client={client}
      closeLabel={null}
      render={{
        success: ({ text }) => <strong>{text}</strong>,
        warning: () => {
          throw new Error('a renderer of the app fails')
        },
      }}
    />,
  )
  client.success('Saved')
  client.warning('Broken')
  client.info('Plain', { url: '/there', description: 'And more' })
  await expect.element(screen.getByRole('strong')).toHaveTextContent('Saved')
  await expect.element(screen.getByRole('link', { name: 'Plain' })).toBeVisible()
  expect(screen.getByRole('button').elements()).toEqual([])
  await expect.element(screen.getByText('Broken')).toBeVisible()
  errors.mockRestore()
})

test('a change of one message renders one', async () => {
  const client = startClient({ hydrate: false })
  const renders = vi.fn<(text: string) => string>((text) => text)
  const screen = await render(
    <MessageList client={client} render={{ info: ({ text }) => <p>{renders(text)}</p> }} />,
  )
  const ids = Array.from({ length: 20 }, (_, index) => client.info(`Message ${index}`))
  await expect.element(screen.getByText('Message 19')).toBeVisible()
  renders.mockClear()
  client.update(ids[3]!, { text: 'Changed' })
  await expect.element(screen.getByText('Changed')).toBeVisible()
  expect(renders).toHaveBeenCalledExactlyOnceWith('Changed')
})

test('an item has the sign of its level, actions, and a look that is not a toast’s', async () => {
  const client = startClient({ hydrate: false })
  const onAction = vi.fn<() => boolean>(() => false)
  const screen = await render(<MessageList client={client} className="mine" onAction={onAction} />)
  client.error('Not saved', { actions: [{ label: 'Retry' }] })
  await screen.getByRole('button', { name: 'Retry' }).click()
  expect(onAction).toHaveBeenCalledOnce()
  const item = screen.getByRole('listitem').element()
  expect(item.querySelector('.flashpost-icon')).not.toBeNull()
  expect(getComputedStyle(item).boxShadow).toBe('none')
  expect(item.parentElement?.className).toBe('flashpost-messages mine')
})

test('inside of a form its buttons submit nothing', async () => {
  const client = startClient({ hydrate: false })
  const submits = vi.fn<(by: string | null | undefined) => void>()
  const screen = await render(
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submits(event.nativeEvent.submitter?.textContent)
      }}
    >
      <MessageList client={client} onAction={() => false} />
      <input aria-label="Name" />
      <button>Save</button>
    </form>,
  )
  client.error('Not saved', { actions: [{ label: 'Retry' }] })
  await screen.getByRole('button', { name: 'Retry' }).click()
  await screen.getByRole('button', { name: 'Close' }).click()
  expect(submits).not.toHaveBeenCalled()
  client.error('Not saved', { actions: [{ label: 'Retry' }] })
  await screen.getByRole('textbox').click()
  await userEvent.keyboard('{Enter}')
  expect(submits.mock.calls).toEqual([['Save']])
})

test('axe finds nothing to say about a list', async () => {
  const client = startClient({ hydrate: false })
  const screen = await render(
    <main>
      <MessageList client={client} />
    </main>,
  )
  client.error('Not saved', { description: 'The disk is full.' })
  await expect.element(screen.getByText('Not saved')).toBeVisible()
  const { violations } = await axe.run(screen.container)
  expect(violations).toEqual([])
})
