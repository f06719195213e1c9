import { MessageBoundary, MessageList, useMessages } from '@flashpost/react'
import type { ClientMessage, MessageRenderers, MessagesClient } from '@flashpost/react'
import { lazy } from 'react'
import type { ReactNode } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { startLocalClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { showToaster } from './support/toasters.tsx'

const stay = { duration: null }

test('a renderer that throws leaves a plain text, which is acknowledged', async () => {
  muteReact()
  const server = createFakeServer(message('Broken', { level: 'error', description: 'And why' }))
  const { screen } = await showToaster({ render: { error: fail } }, { fetch: server.fetch })
  await expect.element(screen.getByText('Broken')).toBeVisible()
  await expect.element(screen.getByText('And why')).toBeVisible()
  await expect.element(screen.getByText('Elsewhere')).toBeVisible()
  await vi.waitFor(() => expect(server.pending).toEqual([]))
})

test('messages that no renderer can show starve none behind the limit', async () => {
  muteReact()
  const { client, screen } = await showToaster({ limit: 5, render: { warning: fail } })
  const broken = Array.from({ length: 5 }, (_, index) => client.warning(`Broken ${index}`, stay))
  client.error('PAYMENT FAILED')
  // What was seen runs out, or gives way.
  await expect.poll(() => broken.every(client.isShown)).toBe(true)
  client.dismiss(broken[0], 'timeout')
  await expect.element(screen.getByText('PAYMENT FAILED')).toBeVisible()
})

test('a message gets another try when it changes', async () => {
  muteReact()
  const { client, screen } = await showToaster({
    render: {
      info: ({ text }) => (text === 'Broken' ? fail() : <strong>{text}</strong>),
    },
  })
  const id = client.info('Broken', stay)
  await expect.element(screen.getByText('Broken')).toBeVisible()
  const toast = screen.getByRole('listitem').element()
  client.update(id, { text: 'Mended' })
  await expect.element(screen.getByRole('strong')).toHaveTextContent('Mended')
  expect(screen.getByRole('listitem').element()).toBe(toast)
})

test('a renderer that throws after it was on screen leaves the text', async () => {
  muteReact()
  const { client, screen } = await showToaster({
    render: { info: ({ text }) => (text === 'Broken' ? fail() : <strong>{text}</strong>) },
  })
  const id = client.info('Fine', stay)
  await expect.element(screen.getByRole('strong')).toHaveTextContent('Fine')
  client.update(id, { text: 'Broken' })
  await expect.element(screen.getByText('Broken')).toBeVisible()
})

test('a renderer may use hooks, and another one others', async () => {
  const { client, screen } = await showToaster({
    render: {
      info: () => <Counted />,
      success: ({ text }) => <b>{useMessages().messages.length + text}</b>,
    },
  })
  const id = client.info('Text', stay)
  await expect.element(screen.getByText('1 there')).toBeVisible()
  client.update(id, { level: 'success', text: ' message' })
  await expect.element(screen.getByText('1 message')).toBeVisible()
})

test.each([null, undefined, false, true, 0, ''])(
  'a renderer that says %o leaves the text',
  async (nothing) => {
    const { client, screen } = await showToaster({ render: { info: () => nothing } })
    client.info('Said all the same', stay)
    await expect.element(screen.getByText('Said all the same')).toBeVisible()
  },
)

test.each(['toaster', 'list'])(
  'a renderer that suspends takes nothing of the app away, and is plain text meanwhile (%s)',
  async (where) => {
    const { Late, arrive } = createLate()
    const { client, screen } = await show(where, { info: ({ text }) => <Late text={text} /> })
    client.success('Fine', stay)
    const id = client.info('Late', stay)
    await expect.element(screen.getByText('Elsewhere')).toBeVisible()
    await expect.element(screen.getByText('Fine')).toBeVisible()
    await expect.element(screen.getByText('Late')).toBeVisible()
    await expect.poll(() => client.isShown(id)).toBe(true)
    arrive()
    await expect.element(screen.getByRole('strong')).toHaveTextContent('Late')
    expect(texts(client)).toEqual(['Fine', 'Late'])
  },
)

test('a sign that throws or suspends is missing, and nothing else', async () => {
  muteReact()
  const { Late } = createLate()
  const { client, screen } = await showToaster({
    icons: { info: <Late text="sign" />, error: <Broken /> },
  })
  client.info('Suspends', stay)
  client.error('Throws', stay)
  await expect.element(screen.getByText('Suspends')).toBeVisible()
  await expect.element(screen.getByText('Throws')).toBeVisible()
  await expect.element(screen.getByText('Elsewhere')).toBeVisible()
})

test('a list of the app’s own has the same boundary', async () => {
  muteReact()
  const client = startLocalClient()
  const screen = await render(<OwnList client={client} />)
  const id = client.info('Broken')
  await expect.element(screen.getByText('Broken')).toBeVisible()
  await expect.element(screen.getByText('Elsewhere')).toBeVisible()
  await expect.poll(() => client.isShown(id)).toBe(true)
})

async function show(where: string, renderers: MessageRenderers) {
  if (where === 'toaster') return showToaster({ render: renderers })
  const client = startLocalClient()
  const screen = await render(
    <>
      <p>Elsewhere</p>
      <MessageList client={client} render={renderers} />
    </>,
  )
  return { client, screen }
}

function OwnList({ client }: { readonly client: MessagesClient }) {
  const { messages, getMessageProps } = useMessages({ client })
  return (
    <>
      <p>Elsewhere</p>
      <ul>
        {messages.map((each) => (
          <li key={each.id} {...getMessageProps(each)}>
            <MessageBoundary message={each}>
              <Broken />
            </MessageBoundary>
          </li>
        ))}
      </ul>
    </>
  )
}

function Counted() {
  return <b>{useMessages().messages.length} there</b>
}

function Broken(): ReactNode {
  return fail()
}

function fail(_message?: ClientMessage): never {
  throw new Error('a renderer of the app fails')
}

/** A component whose code has not come yet. */
function createLate() {
  let arrive = () => {}
  const code = new Promise<void>((resolve) => (arrive = resolve))
  const Late = lazy(async () => {
    await code
    return { default: ({ text }: { readonly text: string }) => <strong>{text}</strong> }
  })
  return { Late, arrive: () => arrive() }
}

function muteReact(): void {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => errors.mockRestore())
}
