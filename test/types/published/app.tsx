// An app as strict as TypeScript has it, on the declarations as they are published: published.test.ts compiles it.
import flashpost, { cookieStorage, defineMessages, fallbackStorage } from '@flashpost/fastify'
import { createVisitor } from '@flashpost/fastify/testing'
import {
  attachTo,
  createMessagesClient,
  MessageList,
  MessagesProvider,
  Toaster,
  useMessages,
  useToasts,
  wrapFetch,
} from '@flashpost/react'
import type { ClientMessage, MessagesClientOptions, ToasterProps } from '@flashpost/react'
import { createMessagesCaches, messagesQueryOptions } from '@flashpost/react/query'
import { createFlashServer } from '@flashpost/msw'
import { QueryClient, useQuery } from '@tanstack/react-query'
import Fastify from 'fastify'

const catalog = defineMessages({
  shipped: { level: 'critical', text: (order: { id: number }) => `Order ${order.id}` },
})

declare module '@flashpost/core' {
  interface Register {
    catalog: typeof catalog
    levels: { critical: 50 }
  }
}

export async function serve(secret: string | undefined) {
  const app = Fastify()
  await app.register(flashpost, {
    secret: secret ?? 'x'.repeat(32),
    levels: { critical: 50 },
    storage: fallbackStorage([cookieStorage()]),
  })
  app.get('/', async (request, reply) => {
    reply.flash(catalog.shipped({ id: 7 }))
    return request.messages.read({ level: 'critical' })
  })
  return createVisitor(app)
}

const options: MessagesClientOptions = { url: '/messages', catalog, levels: { critical: 50 } }
const client = createMessagesClient(options)
const id = client.loading('Saving', { key: 'save' })
client.update(id, {
  level: 'success',
  text: 'Saved',
  action: { label: 'Undo', onClick: () => false },
})
client.critical(new Error('On fire'), { onDismiss: (reason) => reason.length, icon: null })
export const worked: Promise<boolean> = client.refresh()
export const send: typeof fetch = wrapFetch(client)
export const attach = (axios: Parameters<typeof attachTo>[1]) => attachTo(client, axios)
export const queryClient = new QueryClient(createMessagesCaches(client))
export const mocked = createFlashServer({ levels: { critical: 50 } })

export function Orders(): readonly ClientMessage[] | undefined {
  const { toasts, ref } = useToasts({ limit: 3 })
  const { messages } = useMessages({ name: 'shipped' })
  ref(null)
  return (
    useQuery(messagesQueryOptions(client, { interval: 60_000 })).data ?? [
      ...messages,
      ...toasts.flatMap(({ leaving }) => leaving ?? []),
    ]
  )
}

const toaster: ToasterProps = { position: 'top-right', icons: { critical: null } }
export const page = (
  <MessagesProvider client={client}>
    <Toaster {...toaster} render={{ shipped: ({ params }) => params.id }} />
    <MessageList level={['critical', 'error']} />
  </MessagesProvider>
)
