import { createMessagesClient } from '@flashpost/react/client'
import type { MessagesClient, MessagesClientOptions } from '@flashpost/react/client'
import { onTestFinished } from 'vitest'
// What a page has loaded long before somebody presses a key.
import '../../src/message/when-shown.ts'

/** A client that ends with the test, in a tab that begins with it. */
export function startClient(options: MessagesClientOptions = {}): MessagesClient {
  const client = createMessagesClient(options)
  onTestFinished(() => {
    client.destroy()
    sessionStorage.clear()
    localStorage.clear()
  })
  return client
}

/** The same without a server behind it. */
export function startLocalClient(options: MessagesClientOptions = {}): MessagesClient {
  return startClient({ hydrate: false, ...options })
}

/** Waits until a message was on screen. */
export async function untilShown(client: MessagesClient, id: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = client.on('shown', (messages) => {
      if (!messages.some((message) => message.id === id)) return
      stop()
      resolve()
    })
  })
}

/** The texts in the store. */
export function texts(client: MessagesClient): string[] {
  return client.store.getState().messages.map(({ text }) => text)
}
