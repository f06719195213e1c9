import { levels } from '@flashpost/core'
import type { LevelName } from '@flashpost/core'
import { createEmitter, decodeBody } from '@flashpost/core/protocol'
import { eventNames } from './client-events.ts'
import type { ClientEvents } from './client-events.ts'
import { createLocalMessages } from './store/local-messages.ts'
import type { LocalOptions } from './store/local-messages.ts'
import { createMessageProps } from './screen/message-props.ts'
import type { MessagesClient } from './messages-client.ts'
import type { ClientPart, PartTools } from './part.ts'
import type { MessagesClientOptions } from './options.ts'
import { createCustody } from './custody.ts'
import { problem } from './problems.ts'
import { createPromiseMessage } from './store/promise-message.ts'
import { createMessageBox } from './store/message-box.ts'
import { watchForMistakes } from './watch-for-mistakes.ts'
import { report } from './report.ts'
import type { ServerMessages } from './server/server-messages.ts'
import { wrapFetch } from './server/wrap-fetch.ts'

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
  const numbers: Record<string, number> = {}
  const emitter = createEmitter<ClientEvents>(report)
  const box = createMessageBox(emitter.emit, options.translate)
  const custody = typeof document === 'undefined' ? undefined : createCustody(options, box, emitter)
  const transport = custody?.api ?? onServer
  // A server serves many people, and what it says to itself would wait there for ever.
  const local = createLocalMessages(
    custody ? box : { ...box, put: () => undefined },
    numbers,
    options.tags,
  )
  const parts = new Map<unknown, ClientPart>()
  emitter.on('dismissed', ({ messages, reason }) => {
    for (const message of messages)
      // One that throws keeps no other from being told.
      (async () => message.onDismiss?.(reason, message))().catch(report)
  })

  const unnamed: Omit<MessagesClient, LevelName | 'levels'> = {
    ...box.api,
    ...local,
    ...transport,
    deliver(messages) {
      const body = decodeBody({ messages })
      transport.deliver(body.messages)
      if (body.messages.length !== messages?.length)
        emitter.emit('failed', { code: 'FLASH_ERR_MESSAGE', error: messages })
    },
    promise: createPromiseMessage({ ...box.api, ...local }),
    fetch: wrapFetch(transport, (...request) => (options.fetch ?? fetch)(...request)),
    on(name, listener) {
      if (!eventNames.includes(name)) throw problem('FLASH_ERR_EVENT', name)
      return emitter.on(name, listener)
    },
    getMessageProps: createMessageProps(custody?.watch),
    part<Part extends ClientPart>(
      create: (client: MessagesClient, tools: PartTools | undefined) => Part,
    ) {
      // The key is the function that made the value.
      const part = (parts.get(create) as Part | undefined) ?? create(client, custody?.tools)
      parts.set(create, part)
      return part
    },
    destroy() {
      for (const part of parts.values()) part.stop()
      parts.clear()
      custody?.stop()
    },
  }
  const client = unnamed as MessagesClient
  // Levels have names and methods from now on; what is called so already stays.
  const name = (told: Readonly<Record<string, number>>) => {
    for (const [level, number] of Object.entries(told)) {
      numbers[level] ??= number
      const say = (text: string, more?: LocalOptions) => local.add(level as LevelName, text, more)
      if (!(level in client)) Object.assign(client, { [level]: say })
    }
    Object.assign(client, { levels: { ...numbers } })
  }
  name({ ...levels, ...options.levels })
  emitter.on('levels', name)
  watchForMistakes(client, options)
  return client
}

const onServer: ServerMessages = {
  exchange: () => undefined,
  deliver: () => undefined,
  refresh: async () => false,
}
