import type { Preview } from '@storybook/react-vite'
import { createMessagesClient } from '@flashpost/react'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import { createFlashServer } from '@flashpost/msw'
import { setupWorker } from 'msw/browser'
import { mswLoader } from 'msw-storybook-addon/csf3'
import { withApp } from '../stories/support/app.tsx'
import { clock } from '../stories/support/inbox.tsx'
import '@flashpost/react/styles.css'
import '@flashpost/react/inbox.css'
import './preview.css'

const preview: Preview = {
  // Our own worker: the addon's default one still passes an option name of msw 2.
  loaders: [
    mswLoader(async () => {
      const worker = setupWorker()
      await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })
      return worker
    }),
  ],
  // Each story has a server with an inbox, and a client of its own.
  beforeEach(context) {
    context.inbox = createInbox({ backend: memoryBackend(), now: () => clock.now ?? Date.now() })
    context.server = createFlashServer({
      inbox: context.inbox,
      user: () => context.parameters.user ?? null,
      ...context.parameters.server,
    })
    context.msw.use(...context.server.handlers)
    context.client = createMessagesClient(context.parameters.client)
    return () => context.client.destroy()
  },
  decorators: [withApp],
  tags: ['autodocs'],
  globalTypes: {
    theme: {
      description: 'Colour scheme',
      toolbar: { icon: 'contrast', items: ['light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Direction of writing',
      toolbar: { icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  initialGlobals: { theme: 'light', direction: 'ltr' },
  parameters: {
    layout: 'fullscreen',
    a11y: { test: 'error' },
    controls: { expanded: true },
    // A toaster is at the edge of its window: each story needs one.
    docs: { story: { inline: false, height: '22rem' } },
    options: {
      storySort: {
        order: [
          'Flashpost',
          'Toaster',
          ['Guide', 'Docs'],
          'Inbox',
          'Messages',
          ['Guide'],
          'Server',
          ['Guide'],
        ],
      },
    },
  },
}

export default preview
