import { MessageList, MessagesProvider, Toaster, useMessages } from '@flashpost/react'
import type { Message, MessagesClient } from '@flashpost/react'
import { StrictMode } from 'react'
import type { ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'
import { frames } from './support/page.ts'

test('what a server has rendered is hydrated without a mismatch, stays, and is acknowledged when it was seen', async () => {
  const one = message('Saved')
  const server = createFakeServer(one)
  const client = startClient({ fetch: server.fetch, hydrate: false })
  const { root, problems } = hydrate(client, [one])
  const element = root.querySelector('li')
  expect(element?.textContent).toBe('Saved')
  await vi.waitFor(() => expect(server.pending).toEqual([]))
  expect(root.querySelector('li')).toBe(element)
  expect(root.textContent).toContain('Saved')
  expect(problems).toEqual([])
  expect(server.to('POST /messages/used')).toHaveLength(1)
})

test('what this browser has shown already goes from the document after it was hydrated', async () => {
  const one = message('Saved')
  const server = createFakeServer(one)
  const before = startClient({ fetch: server.fetch })
  await vi.waitFor(() => expect(texts(before)).toEqual(['Saved']))
  before.markShown([one.id])
  before.destroy()
  const client = startClient({ fetch: server.fetch, hydrate: false })
  const { root, problems } = hydrate(client, [one])
  await vi.waitFor(() => expect(root.textContent).not.toContain('Saved'))
  expect(problems).toEqual([])
})

test('a document without messages is hydrated, whatever has come meanwhile', async () => {
  const client = startClient({ hydrate: false })
  client.info('Early')
  const { root, problems } = hydrate(client, [])
  await vi.waitFor(() => expect(root.textContent).toContain('Early'))
  await frames(3)
  expect(problems).toEqual([])
})

function hydrate(client: MessagesClient, initialMessages: readonly Message[]) {
  const page = (
    <StrictMode>
      <MessagesProvider client={client} initialMessages={initialMessages}>
        <List />
        <MessageList where={() => false} />
        <Toaster level="error" />
      </MessagesProvider>
    </StrictMode>
  )
  const problems: unknown[] = []
  const spy = vi.spyOn(console, 'error').mockImplementation((...all) => void problems.push(all))
  const root = document.createElement('div')
  root.innerHTML = renderToString(page)
  document.body.append(root)
  const mounted = hydrateRoot(root, page, {
    onRecoverableError: (error) => void problems.push(error),
  })
  onTestFinished(() => {
    mounted.unmount()
    root.remove()
    spy.mockRestore()
  })
  return { root, problems }
}

function List(): ReactNode {
  const { messages, getMessageProps } = useMessages()
  return messages.map((each) => (
    <li key={each.id} {...getMessageProps(each)}>
      {each.text}
    </li>
  ))
}
