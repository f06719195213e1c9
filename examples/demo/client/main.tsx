/// <reference types="vite/client" />
import '@flashpost/react/styles.css'
import { MessagesProvider, Toaster } from '@flashpost/react'
import { createMessagesClient } from '@flashpost/react/client'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createWire } from './wire.ts'

// The wire is here to be looked at; `createMessagesClient()` is all that an app needs.
const wire = createWire()
const client = createMessagesClient({ fetch: wire.fetch })

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <MessagesProvider client={client}>
      <App wire={wire} />
      <Toaster
        position="bottom-right"
        // As many as there is room for below the wire.
        limit={4}
        // The toast is busy until the answer is there.
        onAction={({ name }) =>
          name === 'return'
            ? client.fetch('/api/orders/1042/return', { method: 'POST' })
            : undefined
        }
      />
    </MessagesProvider>
  </StrictMode>,
)
