import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import '@flashpost/react/styles.css'
import type { AddOptions, Driver } from '../../driver.ts'
import { Broken, Suspended } from './content-of.tsx'

const hydrate = 'location' in globalThis && new URLSearchParams(location.search).has('server')
const client = createMessagesClient({ hydrate })
const ids = new Map<string, string>()
// The app's own levels are shown by the app.
const render = { warning: () => <Broken />, info: () => <Suspended /> }

export const driver: Driver = {
  Toaster: ({ isUnlimited }) => (
    <MessagesProvider client={client}>
      <Toaster render={render} {...(isUnlimited && { limit: Infinity })} />
    </MessagesProvider>
  ),
  add(text, { id: key, life: duration, ...options } = {}) {
    const id = client.add(levelOf(options), text, { key, duration })
    if (key !== undefined) ids.set(key, id)
  },
  dismiss: (key) => client.dismiss(key === undefined ? undefined : ids.get(key)),
  toast: '.flashpost-toast',
  close: '.flashpost-close',
}

function levelOf({ content, isError }: AddOptions) {
  if (content) return content === 'throws' ? 'warning' : 'info'
  return isError ? 'error' : 'success'
}
