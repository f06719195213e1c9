import { levels } from '@flashpost/core'
import { createCustody } from './custody.ts'
import { createEmitter } from './emitter.ts'
import { createLocalMessages } from './local-messages.ts'
import { createMessageProps } from './message-props.ts'
import type { ClientEvents, MessagesClient } from './messages-client.ts'
import type { MessagesClientOptions } from './options.ts'
import { connectPage } from './page.ts'
import { createParts } from './parts.ts'
import { createPromiseMessage } from './promise-message.ts'
import { createMessageBox } from './store.ts'

/**
 * Makes the client of one app. In a browser it starts by itself, a microtask later; on a server it asks for nothing and
 * acknowledges nothing.
 *
 * @example
 * const client = createMessagesClient()
 * await client.fetch('/api/orders', { method: 'POST', body })
 * client.success('Copied')
 */
export function createMessagesClient(options: MessagesClientOptions = {}): MessagesClient {
  const numbers = { ...levels, ...options.levels }
  const box = createMessageBox()
  const { on, emit } = createEmitter<ClientEvents>()
  const custody = createCustody(box, emit, (ids) => page?.courier.acknowledge(ids))
  const page =
    typeof document === 'undefined'
      ? undefined
      : connectPage(options, {
          deliver: custody.put,
          drop: () => emit('dropped', undefined),
          show: custody.markShown,
        })
  const local = createLocalMessages(custody, numbers, options.tags)
  const parts = createParts<MessagesClient>()

  const client: MessagesClient = {
    ...local,
    promise: createPromiseMessage(local),
    store: box.store,
    levels: numbers,
    fetch: page?.courier.fetch ?? ((...request) => (options.fetch ?? fetch)(...request)),
    on,
    getMessageProps: createMessageProps(page?.exposure),
    isShown: custody.isShown,
    markShown: custody.markShown,
    dismiss: (id, reason = 'dismissed') => custody.dismiss(id, reason),
    refresh: () => page?.courier.refresh(),
    part: (create) => parts.get(client, create),
    destroy() {
      parts.stop()
      page?.stop()
    },
  }
  return client
}
