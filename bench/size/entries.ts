/** One thing to weigh: what an app would write to have it. */
export interface Entry {
  readonly name: string
  readonly code: string
  /** Its own style sheet. */
  readonly css?: string
}

const lazy = `export { createMessagesClient, MessagesProvider, useMessages, LazyToaster } from '@flashpost/react'`

const styles = '@flashpost/react/styles.css'

/** Flashpost, by how much of it an app uses. */
export const parts = {
  client: {
    name: '@flashpost/react/client',
    code: `export { createMessagesClient } from '@flashpost/react/client'`,
  },
  hook: {
    name: 'useMessages, store, transport',
    code: `export { createMessagesClient, MessagesProvider, useMessages } from '@flashpost/react'`,
  },
  lazy: { name: 'the same with <LazyToaster/>, before its first message', code: lazy },
  toaster: {
    name: 'the same with <Toaster/>',
    code: `export { createMessagesClient, MessagesProvider, Toaster, useMessages } from '@flashpost/react'`,
    css: styles,
  },
} as const satisfies Readonly<Record<string, Entry>>

/** The toasters that apps use otherwise. None of them speaks with a server. */
export const peers: readonly Entry[] = [
  { name: 'react-hot-toast', code: `export { Toaster, toast } from 'react-hot-toast'` },
  { name: 'sonner', code: `export { Toaster, toast } from 'sonner'` },
  { name: 'react-toastify', code: `export { ToastContainer, toast } from 'react-toastify'` },
  {
    name: 'react-toastify, unstyled',
    code: `export { ToastContainer, toast } from 'react-toastify/unstyled'`,
    css: 'react-toastify/ReactToastify.css',
  },
]
