/// <reference types="vite/client" />
import '@flashpost/react/styles.css'
import '@flashpost/react/inbox.css'
import { MessagesProvider, Toaster } from '@flashpost/react'
import { createMessagesClient } from '@flashpost/react/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { isQuiet } from './is-quiet.ts'
import { createWire } from './wire.ts'

// The wire is here to be looked at; `createMessagesClient({ live: true })` is all that an app needs.
const wire = createWire()
const client = createMessagesClient({ fetch: wire.fetch, live: !isQuiet })
const queryClient = new QueryClient()

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <MessagesProvider client={client}>
      <QueryClientProvider client={queryClient}>
        <App wire={wire} />
      </QueryClientProvider>
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
