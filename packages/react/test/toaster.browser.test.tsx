import { Toaster, useMessages } from '@flashpost/react'
import axe from 'axe-core'
import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { startClient } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames, setViewport } from './support/page.ts'
import { showToaster } from './support/toasters.tsx'

test('a message from the server is shown as text, and acknowledged', async () => {
  const server = createFakeServer(
    message('<b>Saved</b>', { level: 'success', description: 'All of it', extraTags: 'profile' }),
  )
  const { screen } = await showToaster({}, { fetch: server.fetch })
  const toast = screen.getByRole('listitem')
  await expect.element(toast).toHaveTextContent('<b>Saved</b>All of it')
  await expect.element(toast).toHaveAttribute('data-level', 'success')
  await expect.element(toast).toHaveAttribute('data-tags', 'profile success')
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  await expect.element(toast).toBeVisible()
})

test('the close button takes a message away', async () => {
  const { client, screen } = await showToaster()
  client.info('One')
  client.info('Two')
  await screen.getByRole('button', { name: 'Close' }).first().click()
  await expect.element(screen.getByText('Two')).not.toBeInTheDocument()
  await expect.element(screen.getByText('One')).toBeVisible()
})

test('a message may be a link, and have actions', async () => {
  const onAction = vi.fn<(action: unknown, message: unknown) => void>()
  const { client, screen } = await showToaster({ onAction })
  client.info('Order sent', {
    url: '#order',
    actions: [
      { label: 'Undo', name: 'undo' },
      { label: 'Track', url: '#track' },
    ],
  })
  await expect
    .element(screen.getByRole('link', { name: 'Order sent' }))
    .toHaveAttribute('href', '#order')
  await expect
    .element(screen.getByRole('link', { name: 'Track' }))
    .toHaveAttribute('href', '#track')
  await screen.getByRole('button', { name: 'Undo' }).click()
  expect(onAction).toHaveBeenCalledExactlyOnceWith(
    { label: 'Undo', name: 'undo' },
    expect.objectContaining({ text: 'Order sent' }),
  )
  await expect.element(screen.getByText('Order sent')).not.toBeInTheDocument()
})

test('messages behind the limit wait unacknowledged, behind a button that says how many they are', async () => {
  const server = createFakeServer(...['One', 'Two', 'Three', 'Four'].map((text) => message(text)))
  const { client, screen } = await showToaster({ limit: 2 }, { fetch: server.fetch })
  await expect.element(screen.getByRole('button', { name: '2 more' })).toBeVisible()
  await vi.waitFor(() => expect(server.pending.map(({ text }) => text)).toEqual(['Three', 'Four']))
  client.dismiss(client.store.getState().messages[0]?.id)
  await expect.element(screen.getByRole('button', { name: '1 more' })).toBeVisible()
  await vi.waitFor(() => expect(server.pending.map(({ text }) => text)).toEqual(['Four']))
  await screen.getByRole('button', { name: '1 more' }).click()
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a toaster shows the messages of its filter', async () => {
  const { client, screen } = await showToaster({ level: ['error', 'warning'] })
  client.info('Not here')
  client.error('Here')
  await expect.element(screen.getByText('Here')).toBeVisible()
  await expect.element(screen.getByText('Not here')).not.toBeInTheDocument()
})

test('a renderer shows messages by name before level, and the rest is shown the usual way', async () => {
  const { client, screen } = await showToaster({
    render: {
      shipped: ({ params }) => <em>Shipped {JSON.stringify(params['id'])}</em>,
      success: ({ text }) => <strong>{text}!</strong>,
    },
  })
  client.add({ level: 'success', text: 'Fallback', name: 'shipped', params: { id: 7 } })
  client.success('Saved')
  client.info('Plain')
  await expect.element(screen.getByText('Shipped 7')).toBeVisible()
  await expect.element(screen.getByText('Saved!')).toBeVisible()
  await expect.element(screen.getByText('Plain')).toBeVisible()
  expect(screen.getByText('Fallback').query()).toBeNull()
})

test('a message that takes the place of another one keeps its element and is acknowledged', async () => {
  const server = createFakeServer(message('10 %', { key: 'upload' }))
  const { client, screen } = await showToaster({}, { fetch: server.fetch })
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  const element = screen.getByRole('listitem').element()
  server.pending.push(message('Done', { key: 'upload' }))
  await client.fetch('/api')
  await expect.element(screen.getByText('Done')).toBeVisible()
  expect(screen.getByRole('listitem').element()).toBe(element)
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('a change of one toast of a hundred renders one, and not the toaster', async () => {
  const renders = vi.fn<() => void>()
  const region = vi.fn<(count: number) => string>(String)
  const { client, screen } = await showToaster({
    limit: Infinity,
    labels: { region },
    render: {
      info({ text }) {
        renders()
        return text
      },
    },
  })
  const ids = Array.from({ length: 100 }, (_, index) => client.info(`Toast ${index}`))
  await expect.element(screen.getByText('Toast 99')).toBeInTheDocument()
  renders.mockClear()
  region.mockClear()
  client.update(ids[50]!, { text: 'Changed' })
  await expect.element(screen.getByText('Changed')).toBeInTheDocument()
  expect(region).not.toHaveBeenCalled()
  expect(renders).toHaveBeenCalledOnce()
})

test('a burst of a hundred is not gone through for each of them', async () => {
  const client = startClient({ hydrate: false })
  const read = vi.fn<typeof client.store.getState>(client.store.getState)
  const store = { ...client.store, getState: read }
  const screen = await render(<Toaster client={{ ...client, store }} limit={1} />)
  for (let count = 0; count < 100; count++) client.info(`Toast ${count}`)
  await expect.element(screen.getByRole('button', { name: '99 more' })).toBeVisible()
  expect(read.mock.calls.length).toBeLessThan(20)
  client.warning('And one that comes later')
  await expect.element(screen.getByRole('button', { name: '100 more' })).toBeVisible()
})

test('work that runs is marked as busy until it is done', async () => {
  const { client, screen } = await showToaster()
  const { promise, resolve } = Promise.withResolvers<void>()
  void client.promise(promise, { pending: 'Saving', success: 'Saved', error: 'Not saved' })
  await expect.element(screen.getByRole('listitem')).toHaveAttribute('aria-busy', 'true')
  resolve()
  await expect.element(screen.getByText('Saved')).toBeVisible()
  await expect.element(screen.getByRole('listitem')).toHaveAttribute('aria-busy', 'false')
})

test('a message that a list and a toaster show is shown once', async () => {
  const client = startClient({ hydrate: false })
  const shown = vi.fn<() => void>()
  client.on('shown', shown)
  const List = () =>
    useMessages({ client }).messages.map((each) => (
      <p key={each.id} {...client.getMessageProps(each)}>
        {each.text}
      </p>
    ))
  await render(
    <>
      <List />
      <Toaster client={client} />
    </>,
  )
  client.info('Both')
  await vi.waitFor(() => expect(shown).toHaveBeenCalled())
  await frames(5)
  expect(shown).toHaveBeenCalledOnce()
})

test('every text of the toaster can be replaced', async () => {
  const { client, screen } = await showToaster({
    limit: 1,
    labels: { region: 'Meldungen', close: 'Schließen', more: (count) => `${count} weitere` },
  })
  client.info('Eins')
  client.info('Zwei')
  await expect.element(screen.getByRole('region', { name: 'Meldungen' })).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Schließen' })).toBeVisible()
  await expect.element(screen.getByRole('button', { name: '1 weitere' })).toBeVisible()
})

test.each([
  ['top-left', 'top', 'left'],
  ['top-center', 'top', 'center'],
  ['top-right', 'top', 'right'],
  ['bottom-left', 'bottom', 'left'],
  ['bottom-center', 'bottom', 'center'],
  ['bottom-right', 'bottom', 'right'],
] as const)('a toaster at the %s is there', async (position, vertical, horizontal) => {
  await setViewport(800, 600)
  const { client, screen } = await showToaster({ position })
  client.info('Here')
  await expect.element(screen.getByText('Here')).toBeVisible()
  const { top, bottom, left, right } = screen
    .getByRole('listitem')
    .element()
    .getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  expect(top < clientHeight - bottom ? 'top' : 'bottom').toBe(vertical)
  const beside = left - (clientWidth - right)
  expect(Math.abs(beside) < 2 ? 'center' : beside < 0 ? 'left' : 'right').toBe(horizontal)
})

test('nothing has an inline style, so that a strict content security policy holds', async () => {
  const { client, screen } = await showToaster()
  for (const level of ['debug', 'info', 'success', 'warning', 'error'] as const)
    client[level](level)
  await expect.element(screen.getByText('error')).toBeVisible()
  expect(document.querySelectorAll('.flashpost [style], .flashpost style')).toHaveLength(0)
})

test.each([
  ['light', false],
  ['dark', false],
  ['light', true],
  ['dark', true],
])(
  'axe finds nothing to say about toasts in %s colours, rich ones: %s',
  async (theme, richColors) => {
    const { client, screen } = await showToaster({ limit: 6, richColors })
    document.querySelector('.flashpost')?.setAttribute('data-theme', theme)
    for (const level of ['debug', 'info', 'success', 'warning', 'error'] as const)
      client[level](level, { description: 'With a description', actions: [{ label: 'Undo' }] })
    client.info('And a link', { url: '#there' })
    await expect.element(screen.getByText('And a link')).toBeVisible()
    await vi.waitFor(() => expect(document.getAnimations()).toEqual([]))
    const { violations, incomplete } = await axe.run('.flashpost')
    expect(
      [...violations, ...incomplete].map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    ).toEqual([])
  },
)
