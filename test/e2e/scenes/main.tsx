/// <reference types="vite/client" />
import '@flashpost/react/styles.css'
import '@flashpost/react/inbox.css'
import { MessagesProvider, Toaster } from '@flashpost/react'
import { createMessagesClient } from '@flashpost/react/client'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followInbox } from './follow-inbox.ts'
import { InboxScene } from './inbox.tsx'
import { BrokenList, List } from './list.tsx'

// Unlike the demo's, this document carries no messages: the client fetches what waits.
const { searchParams } = new URL(location.href)
const client = createMessagesClient({ live: searchParams.has('live') })

const scenes: Readonly<Record<string, React.ReactNode>> = {
  toaster: <Toaster />,
  'broken renderer': <Toaster render={{ success: fail }} />,
  list: <List />,
  'broken list': <BrokenList />,
  inbox: <InboxScene />,
}
const scene = searchParams.get('scene') ?? 'toaster'
// What tests ask the page for.
if (searchParams.has('live')) Object.assign(window, { client, knownInbox: followInbox(client) })
// What was seen makes room, so that nothing waits for its turn.
if (searchParams.has('brief'))
  client.on('shown', (messages) => {
    for (const { id } of messages) setTimeout(() => client.dismiss(id))
  })
const post = (path: string) => void client.fetch(path, { method: 'POST' })

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <MessagesProvider client={client}>
      <h1>{scene}</h1>
      <form method="post" action="/profile">
        <label>
          Your name <input name="name" />
        </label>
        <button>Save</button>
      </form>
      <button onClick={() => post('/api/settings')}>Save settings</button>
      <button onClick={() => post('/api/payments')}>Pay 20 €</button>
      <button onClick={() => client.info('Copied.')}>Copy npm install …</button>
      {scenes[scene]}
    </MessagesProvider>
  </StrictMode>,
)

function fail(): never {
  throw new Error('a renderer of the app fails')
}
