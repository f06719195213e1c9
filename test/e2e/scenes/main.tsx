/// <reference types="vite/client" />
import '@flashpost/react/styles.css'
import { MessagesProvider, Toaster } from '@flashpost/react'
import { createMessagesClient } from '@flashpost/react/client'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrokenList, List } from './list.tsx'

// Unlike the demo's, this document carries no messages: the client fetches what waits.
const client = createMessagesClient()

const scenes: Readonly<Record<string, React.ReactNode>> = {
  toaster: <Toaster />,
  'broken renderer': <Toaster render={{ success: fail }} />,
  list: <List />,
  'broken list': <BrokenList />,
}
const scene = new URL(location.href).searchParams.get('scene') ?? 'toaster'
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
