import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import '@flashpost/react/styles.css'
import type { Contender } from '../../contender.ts'

const client = createMessagesClient({ hydrate: false })

export const contender: Contender = {
  element: (
    <MessagesProvider client={client}>
      <Toaster limit={Infinity} durationFactor={Infinity} />
    </MessagesProvider>
  ),
  toast: '.flashpost-toast',
  add: (text) => client.success(text),
  change: (id, text) => client.update(String(id), { text }),
  dismissAll: () => client.dismiss(),
}
