import { MessagesProvider } from '@flashpost/react'
import type { Decorator } from '@storybook/react-vite'
import { useLayoutEffect } from 'react'
import type {} from './context.ts'

/** The app around a story: a page, a client, and the theme and direction of the toolbar. */
export const withApp: Decorator = (Story, { client, globals }) => {
  const { theme, direction } = globals as { theme: string; direction: string }
  useLayoutEffect(() => {
    const { documentElement: root } = document
    root.dataset['theme'] = theme
    root.dir = direction
    root.lang = 'en'
  }, [theme, direction])
  return (
    <MessagesProvider client={client}>
      <Story />
    </MessagesProvider>
  )
}

/** What the app shows beside its messages. */
export function Page({ children }: { readonly children?: React.ReactNode }) {
  return (
    <main className="app">
      <h1>Orders</h1>
      <p>Three orders wait for you. The newest came in a minute ago.</p>
      {children}
    </main>
  )
}
