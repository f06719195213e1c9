import type { FlashServer, FlashServerOptions } from '@flashpost/msw'
import type { MessagesClient, MessagesClientOptions } from '@flashpost/react'

declare module 'storybook/internal/csf' {
  interface StoryContext {
    /** The server that this story talks to. */
    server: FlashServer
    /** The client of this story. */
    client: MessagesClient
  }
  interface Parameters {
    server?: FlashServerOptions
    client?: MessagesClientOptions
  }
}
