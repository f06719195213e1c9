import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import '@flashpost/react/styles.css'
import type { Driver } from '../../driver.ts'
import { Broken } from './broken.tsx'

const hydrate = 'location' in globalThis && new URLSearchParams(location.search).has('server')
const client = createMessagesClient({ hydrate })
// The app's own levels are shown by the app.
const render = { warning: () => <Broken /> }

export const driver: Driver = {
  Toaster: () => (
    <MessagesProvider client={client}>
      <Toaster render={render} />
    </MessagesProvider>
  ),
  add: (text, { id: key, life: duration, isBroken } = {}) =>
    void client.add(isBroken ? 'warning' : 'success', text, { key, duration }),
  toast: '.flashpost-toast',
  close: '.flashpost-close',
}
