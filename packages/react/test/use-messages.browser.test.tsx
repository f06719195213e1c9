import { MessagesProvider, translateWith, useMessage, useMessages } from '@flashpost/react'
import type { MessagesClient, UseMessagesOptions, UseMessagesResult } from '@flashpost/react'
import { Component, StrictMode } from 'react'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { render, renderHook } from 'vitest-browser-react'
import { startClient } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames } from './support/page.ts'

test.each<[string, UseMessagesOptions, string[]]>([
  ['nothing', {}, ['debug', 'info', 'mine', 'error', 'critical']],
  ['a level by name', { level: 'error' }, ['error']],
  ['a level by number', { level: 50 }, ['critical']],
  ['several levels', { level: ['debug', 20] }, ['debug', 'info', 'mine']],
  ['a tag', { tags: 'form' }, ['mine', 'error']],
  ['several tags', { tags: 'form profile' }, ['mine']],
  ['a list of tags', { tags: ['form', 'profile'] }, ['mine']],
  ['a predicate', { where: ({ text }) => text.length > 4 }, ['debug', 'error', 'critical']],
  ['a predicate and a level', { level: 'error', where: ({ text }) => text !== 'error' }, []],
  ['a level tag', { tags: 'critical' }, ['critical']],
  ['a name', { name: 'shipped' }, ['info']],
  ['several names', { name: ['shipped', 'lost'] }, ['info']],
  ['all of them', { level: 'info', tags: 'form', name: 'shipped' }, []],
])('useMessages filters by %s', async (_, options, expected) => {
  const client = startClient({ hydrate: false, levels: { critical: 50 } })
  client.debug('debug')
  client.add({ level: 'info', text: 'info', name: 'shipped' })
  client.info('mine', { extraTags: 'form profile' })
  client.error('error', { extraTags: 'form' })
  client.add(50, 'critical')
  const { result } = await renderHook(() => useMessages({ ...options, client }))
  expect(result.current.messages.map(({ text }) => text)).toEqual(expected)
})

test('useMessages renders only when the messages that it shows have changed', async () => {
  const client = startClient({ hydrate: false })
  const renders = vi.fn<(result: UseMessagesResult) => void>()
  const { act } = await renderHook(() => {
    renders(useMessages({ client, level: ['error'] }))
  })
  await act(() => void client.info('Not for it'))
  await act(() => client.dismiss())
  expect(renders).toHaveBeenCalledTimes(1)
  await act(() => void client.error('For it'))
  expect(renders).toHaveBeenCalledTimes(2)
})

test('what useMessages answers with stays the same until the messages change', async () => {
  const client = startClient({ hydrate: false })
  client.error('One')
  const { result, rerender, act } = await renderHook(() =>
    useMessages({ client, level: ['error'] }),
  )
  const before = result.current
  await rerender()
  expect(result.current).toBe(before)
  await act(() => void client.error('Two'))
  expect(result.current.messages).toHaveLength(2)
  expect(result.current.success).toBe(before.success)
})

test('a predicate that is made anew at each render costs no render and gives the same list', async () => {
  const client = startClient({ hydrate: false })
  const renders = vi.fn<(result: UseMessagesResult) => void>()
  let wanted = 'One'
  const { rerender, act } = await renderHook(() => {
    renders(useMessages({ client, where: ({ text }) => text === wanted }))
  })
  await act(() => void client.info('One'))
  await act(() => void client.info('Two'))
  await act(() => void client.info('Three'))
  expect(renders).toHaveBeenCalledTimes(2)
  const before = renders.mock.lastCall?.[0]
  await rerender()
  expect(renders.mock.lastCall?.[0]).toBe(before)
  wanted = 'Two'
  await rerender()
  expect(renders.mock.lastCall?.[0].messages.map(({ text }) => text)).toEqual(['Two'])
})

test('useMessage follows one message, and renders for no other', async () => {
  const client = startClient({ hydrate: false })
  const id = client.info('One')
  const renders = vi.fn<(text: string | undefined) => void>()
  const { act } = await renderHook(() => renders(useMessage(id, client)?.text))
  await act(() => void client.info('Two'))
  expect(renders.mock.calls).toEqual([['One']])
  await act(() => client.update(id, { text: 'Changed' }))
  await act(() => client.dismiss(id))
  expect(renders.mock.calls).toEqual([['One'], ['Changed'], [undefined]])
})

test('a change of the language renders what is on screen anew', async () => {
  const client = startClient({ hydrate: false, translate: translateWith({ saved: 'Saved.' }) })
  client.add({ level: 'success', text: 'saved', name: 'saved' })
  const screen = await render(<List client={client} />)
  await expect.element(screen.getByText('Saved.')).toBeVisible()
  const element = screen.getByText('Saved.').element()
  client.setTranslate(translateWith({ saved: 'Gespeichert.' }))
  await expect.element(screen.getByText('Gespeichert.')).toBeVisible()
  expect(screen.getByText('Gespeichert.').element()).toBe(element)
})

test('a burst of messages is one render', async () => {
  const client = startClient({ hydrate: false })
  const renders = vi.fn<(result: UseMessagesResult) => void>()
  await render(<Probe client={client} renders={renders} />)
  const before = renders.mock.calls.length
  for (let index = 0; index < 100; index++) client.info(`${index}`)
  await vi.waitFor(() => expect(renders.mock.lastCall?.[0].messages).toHaveLength(100))
  expect(renders.mock.calls.length - before).toBe(1)
})

test('an element keeps its ref attached over renders', async () => {
  const client = startClient({ hydrate: false })
  client.info('Text')
  const { result, rerender, act } = await renderHook(() => useMessages({ client }))
  const [first] = result.current.messages
  const { ref } = result.current.getMessageProps(first!)
  await rerender()
  await act(() => void client.info('Another'))
  expect(result.current.getMessageProps(result.current.messages[0]!).ref).toBe(ref)
})

test('an element that carries a message says so to style sheets', async () => {
  const client = startClient({ hydrate: false })
  const id = client.warning('Careful', { extraTags: 'form' })
  const screen = await render(<List client={client} />)
  const item = screen.getByText('Careful').element()
  expect(item.outerHTML).toBe(
    `<li data-message-id="${id}" data-level="warning" data-tags="form warning">Careful</li>`,
  )
})

test('StrictMode acknowledges a message once', async () => {
  const server = createFakeServer(message('Once'))
  const client = startClient({ fetch: server.fetch })
  const shown = vi.fn<() => void>()
  client.on('shown', shown)
  await render(
    <StrictMode>
      <List client={client} />
    </StrictMode>,
  )
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  await frames(5)
  expect(shown).toHaveBeenCalledOnce()
  expect(server.to('POST /messages/used')).toHaveLength(1)
})

test('a component that throws while it renders a message leaves it pending', async () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const server = createFakeServer(message('Fine'), message('Broken'))
  const client = startClient({ fetch: server.fetch })
  await render(<List client={client} breaksAt="Broken" />)
  await vi.waitFor(() => expect(server.pending.map(({ text }) => text)).toEqual(['Broken']))
  await frames(5)
  expect(server.to('POST /messages/used')).toHaveLength(1)
  expect(server.pending).toHaveLength(1)
  errors.mockRestore()
})

test('a message that came before any component is shown when there is one', async () => {
  const server = createFakeServer(message('Early'))
  const client = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(client.store.getState().messages).toHaveLength(1))
  await frames(5)
  expect(server.pending).toHaveLength(1)
  await render(<List client={client} />)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('hooks take the client of the nearest provider', async () => {
  const [outer, inner] = [startClient({ hydrate: false }), startClient({ hydrate: false })]
  inner.info('Inner')
  outer.info('Outer')
  const screen = await render(
    <MessagesProvider client={outer}>
      <MessagesProvider client={inner}>
        <List />
      </MessagesProvider>
    </MessagesProvider>,
  )
  expect(screen.container.textContent).toBe('Inner')
})

test('without a client a hook says what to do', async () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await expect(renderHook(() => useMessages())).rejects.toThrow(
    expect.objectContaining({
      code: 'FLASH_ERR_CLIENT',
      message: expect.stringContaining('MessagesProvider'),
    }),
  )
  errors.mockRestore()
})

function Probe({
  client,
  renders,
}: {
  readonly client: MessagesClient
  readonly renders: (result: UseMessagesResult) => void
}) {
  renders(useMessages({ client }))
  return null
}

function List({
  client,
  breaksAt,
}: {
  readonly client?: MessagesClient
  readonly breaksAt?: string
}) {
  const { messages, getMessageProps } = useMessages(client && { client })
  return messages.map((each) => (
    <Boundary key={each.id}>
      <li {...getMessageProps(each)}>{each.text === breaksAt ? <Broken /> : each.text}</li>
    </Boundary>
  ))
}

function Broken(): never {
  throw new Error('Broken')
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? null : this.props.children
  }
}
