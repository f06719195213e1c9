import { levels } from '@flashpost/core'
import { createCustody } from './custody.ts'
import { createEmitter } from './emitter.ts'
import { createLocalMessages } from './local-messages.ts'
import { createMessageProps } from './message-props.ts'
import type { ClientEvents, ClientPart, MessagesClient } from './messages-client.ts'
import type { MessagesClientOptions } from './options.ts'
import { connectPage } from './page.ts'
import { createPromiseMessage } from './promise-message.ts'
import { createMessageBox } from './store.ts'
import { wrapFetch } from './wrap-fetch.ts'

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
  const box = createMessageBox(options.translate)
  const { on, emit } = createEmitter<ClientEvents>()
  const custody = createCustody(box, emit, (ids, isOver) => page?.release(ids, isOver))
  const page =
    typeof document === 'undefined'
      ? undefined
      : connectPage(options, {
          ...custody,
          drop: () => emit('dropped', undefined),
          accepts(message) {
            const fits = options.catalog?.[message.name ?? '']?.fits?.(message.params) ?? true
            if (!fits) emit('refused', message)
            return fits
          },
        })
  const local = createLocalMessages(custody, numbers, options.tags)
  const exchange: MessagesClient['exchange'] = (url) => page?.courier.exchange(url)
  const parts = new Map<unknown, ClientPart>()

  const client: MessagesClient = {
    ...local,
    promise: createPromiseMessage(local),
    store: box.store,
    levels: numbers,
    fetch: wrapFetch({ exchange }, (...request) => (options.fetch ?? fetch)(...request)),
    exchange,
    deliver: (messages) => page?.deliver(messages),
    on,
    getMessageProps: createMessageProps(page?.exposure),
    isShown: custody.isShown,
    markShown: custody.markShown,
    dismiss: (id, reason = 'dismissed') => custody.dismiss(id, reason),
    setTranslate: box.setTranslate,
    refresh: async () => page?.courier.refresh(),
    part<Part extends ClientPart>(create: (client: MessagesClient) => Part) {
      // The key is the function that made the value.
      const part = (parts.get(create) as Part | undefined) ?? create(client)
      parts.set(create, part)
      return part
    },
    destroy() {
      for (const part of parts.values()) part.stop()
      parts.clear()
      page?.stop()
    },
  }
  return client
}
