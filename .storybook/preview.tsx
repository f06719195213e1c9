import type { Preview } from '@storybook/react-vite'
import { createMessagesClient } from '@flashpost/react'
import { createFlashServer } from '@flashpost/msw'
import { setupWorker } from 'msw/browser'
import { mswLoader } from 'msw-storybook-addon/csf3'
import { withApp } from '../stories/support/app.tsx'
import '@flashpost/react/styles.css'
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
  // Each story has a server and a client of its own.
  beforeEach(context) {
    context.server = createFlashServer(context.parameters.server)
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
