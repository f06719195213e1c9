import type { Inbox } from '@flashpost/inbox'
import type { FlashServer, FlashServerOptions } from '@flashpost/msw'
import { MessagesProvider } from '@flashpost/react'
import type { MessagesClient, MessagesClientOptions } from '@flashpost/react'
import type { Decorator } from '@storybook/react-vite'
import { useLayoutEffect } from 'react'
import type { ReactNode } from 'react'

declare module 'storybook/internal/csf' {
  interface StoryContext {
    /** The server that this story talks to. */
    server: FlashServer
    /** The inboxes of that server. */
    inbox: Inbox
    /** The client of this story. */
    client: MessagesClient
  }
  interface Parameters {
    server?: FlashServerOptions
    /** Who is signed in. */
    user?: string
    /** What is wrong with the inbox of a story, or that it holds nothing. */
    inbox?: 'empty' | 'broken' | 'slow'
    client?: MessagesClientOptions
  }
}

/** The app around a story: its client, and the theme and direction of the toolbar. */
export const withApp: Decorator = (Story, { client, globals }) => {
  const { theme, direction } = globals as { theme: string; direction: string }
  useLayoutEffect(() => {
    const { documentElement: root } = document
    root.dataset['theme'] = theme
    root.dir = direction
  }, [theme, direction])
  return (
    <MessagesProvider client={client}>
      <Story />
    </MessagesProvider>
  )
}

/** What the app shows beside its messages. */
export function Page({ children }: { readonly children?: ReactNode }) {
  return (
    <main className="app">
      <h1>Orders</h1>
      <p>Three orders wait for you. The newest came in a minute ago.</p>
      {children}
    </main>
  )
}
