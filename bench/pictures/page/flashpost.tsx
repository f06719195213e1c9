import { createMessagesClient, MessagesProvider, Toaster } from '@flashpost/react'
import '@flashpost/react/styles.css'
import type { ReactElement } from 'react'
import { toasts } from '../scenes.ts'
import type { Scene } from '../scenes.ts'

export function showFlashpost({ theme, rich, pile }: Scene): ReactElement {
  const client = createMessagesClient({ hydrate: false })
  for (const { level, text, ...more } of toasts) {
    client.add({
      level: level === 'busy' ? 'info' : level,
      text,
      busy: level === 'busy',
      duration: null,
      ...('description' in more && { description: more.description }),
      ...('action' in more && { actions: [{ label: more.action }] }),
    })
  }
  return (
    <MessagesProvider client={client}>
      <Toaster theme={theme} richColors={rich} stack={pile} limit={9} />
    </MessagesProvider>
  )
}
