import { createIdGenerator } from '@flashpost/core'
import { createCustody } from './custody.ts'
import { createEmitter } from './emitter.ts'
import { createLocalLevels } from './local-levels.ts'
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
  const createId = createIdGenerator({
    now: Date.now,
    fill: (bytes) => crypto.getRandomValues(bytes),
  })
  const box = createMessageBox()
  const events = createEmitter<ClientEvents>()
  const custody = createCustody(box, events, (ids) => page?.courier.acknowledge(ids))
  const page =
    typeof document === 'undefined'
      ? undefined
      : connectPage(options, createId, {
          deliver: custody.put,
          drop: () => events.emit('dropped', undefined),
          show: custody.markShown,
        })
  const levels = createLocalLevels(options)
  const local = createLocalMessages(custody, createId, levels)
  const props = createMessageProps(page?.exposure)
  const stopForgetting = box.store.subscribe(props.keep)
  const parts = createParts<MessagesClient>()

  const client: MessagesClient = {
    ...local,
    store: box.store,
    levels: levels.numbers,
    fetch: page?.courier.fetch ?? ((...request) => (options.fetch ?? fetch)(...request)),
    promise: createPromiseMessage(local),
    on: events.on,
    getMessageProps: props.get,
    isShown: custody.isShown,
    markShown: (...ids) => custody.markShown(ids),
    dismiss: (id, reason = 'dismissed') => custody.dismiss(id, reason),
    refresh: () => page?.courier.refresh(),
    part: (create) => parts.get(client, create),
    destroy() {
      parts.stop()
      stopForgetting()
      page?.stop()
    },
  }
  return client
}
