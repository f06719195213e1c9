import { Writable } from 'node:stream'
import {
  createMessagesClient,
  MessageList,
  MessagesProvider,
  Toaster,
  useMessages,
} from '@flashpost/react'
import type { Message, MessagesClient } from '@flashpost/react'
import { renderToPipeableStream } from 'react-dom/server'
import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { message } from './support/message.ts'

test('a server renders the messages that the document carries, and acknowledges nothing', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  const client = createMessagesClient({ fetch })
  const shown = vi.fn<() => void>()
  client.on('shown', shown)
  const one = message('Saved', { level: 'success' })
  const html = await render(
    <MessagesProvider client={client} initialMessages={[one]}>
      <List />
      <MessageList label="Here" />
      <Toaster />
    </MessagesProvider>,
  )
  expect(html).toContain(
    `<li data-message-id="${one.id}" data-level="success" data-tags="success">Saved</li>`,
  )
  expect(html).toContain('aria-label="Here"')
  expect(html).not.toContain('style=')
  expect(fetch).not.toHaveBeenCalled()
  expect(shown).not.toHaveBeenCalled()
})

test('two requests know nothing of each other, even with one client between them', async () => {
  const client = createMessagesClient()
  const page = (messages: readonly Message[]) => (
    <MessagesProvider client={client} initialMessages={messages}>
      <List />
    </MessagesProvider>
  )
  const [ada, bob] = await Promise.all([
    render(page([message('For Ada')])),
    render(page([message('For Bob')])),
  ])
  expect(ada).toContain('For Ada')
  expect(ada).not.toContain('For Bob')
  expect(bob).not.toContain('For Ada')
  expect(await render(page([]))).toBe('')
  expect(client.store.getState().messages).toEqual([])
})

test('on a server a client asks for nothing, and its fetch is the plain one', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>().mockResolvedValue(new Response('x'))
  const client = createMessagesClient({ fetch })
  await Promise.resolve()
  expect(fetch).not.toHaveBeenCalled()
  await client.fetch('/api', { method: 'POST' })
  expect(fetch).toHaveBeenCalledExactlyOnceWith('/api', { method: 'POST' })
  await client.refresh()
  client.markShown([client.info('Text')])
  client.destroy()
})

test('a message of the app itself that is added on a server is in no document', async () => {
  const client = createMessagesClient()
  client.info('From a module')
  expect(client.store.getState().messages).toEqual([])
  expect(
    await render(
      <MessagesProvider client={client}>
        <List />
      </MessagesProvider>,
    ),
  ).toBe('')
})

test('a hook that is given its client needs no provider', async () => {
  expect(await render(<List client={createMessagesClient()} />)).toBe('')
})

function List({ client }: { readonly client?: MessagesClient }) {
  const { messages, getMessageProps } = useMessages(client && { client })
  return messages.map((each) => (
    <li key={each.id} {...getMessageProps(each)}>
      {each.text}
    </li>
  ))
}

async function render(node: ReactNode): Promise<string> {
  const errors: unknown[] = []
  const html = await new Promise<string>((resolve, reject) => {
    let text = ''
    const sink = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk)
        done()
      },
      final(done) {
        resolve(text)
        done()
      },
    })
    const { pipe } = renderToPipeableStream(node, {
      onAllReady: () => pipe(sink),
      onShellError: reject,
      onError: (error) => void errors.push(error),
    })
  })
  expect(errors).toEqual([])
  return html
}
