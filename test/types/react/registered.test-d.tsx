// An app that has told the types of its levels and its catalog, through the package that it installed.
import {
  attachTo,
  createMessagesClient,
  defineMessages,
  MessageList,
  MessagesProvider,
  Toaster,
  translateWith,
  useMessages,
  wrapFetch,
} from '@flashpost/react'
import type { ClientMessage, LevelName, MessagesClient, NamedMessage } from '@flashpost/react'
import { createMessagesCaches, messagesFor, messagesQueryOptions } from '@flashpost/react/query'
import type { MessagesMutationMeta, MessagesQueryMeta } from '@flashpost/react/query'
import { Inbox, inboxQueryOptions, useInbox, useInboxMarks } from '@flashpost/react/inbox'
import { QueryClient, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import axios from 'axios'
import { expectTypeOf, test } from 'vitest'

const catalog = defineMessages({
  saved: { level: 'success', text: 'Saved.' },
  orderShipped: {
    level: 'critical',
    text: (order: { id: number; carrier: string }) =>
      `Order ${order.id} left with ${order.carrier}`,
  },
})

declare module '@flashpost/react' {
  interface Register {
    catalog: typeof catalog
    levels: { critical: 50 }
  }
}

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: MessagesMutationMeta
    queryMeta: MessagesQueryMeta
  }
}

declare const client: MessagesClient

test('a client has a method for every level, the app’s own included', () => {
  expectTypeOf<LevelName>().toExtend<keyof MessagesClient>()
  client.critical('On fire.', { url: '/fire' })
  client.add('critical', 'On fire.')
  client.add(catalog.orderShipped({ id: 7, carrier: 'DHL' }), { key: 'order-7' })
  // @ts-expect-error -- no such level
  client.fatal('On fire.')
  // @ts-expect-error -- the carrier is missing
  client.add(catalog.orderShipped({ id: 7 }))
  // @ts-expect-error -- an entry, not a draft
  client.add(catalog.orderShipped)
})

test('a name narrows the parameters', () => {
  void (() => {
    const { messages } = useMessages({ name: 'orderShipped' })
    expectTypeOf(messages).toEqualTypeOf<readonly NamedMessage<'orderShipped'>[]>()
    expectTypeOf(messages[0]!.params).toEqualTypeOf<{ id: number; carrier: string }>()
    expectTypeOf(messages[0]!.text).toBeString()
    for (const message of useMessages({ name: ['orderShipped', 'saved'] }).messages)
      if (message.name === 'orderShipped') expectTypeOf(message.params.carrier).toBeString()
    expectTypeOf(useMessages().messages).toEqualTypeOf<readonly ClientMessage[]>()
    expectTypeOf(useMessages({ level: 'critical' }).messages).toEqualTypeOf<
      readonly ClientMessage[]
    >()
    useMessages({
      where: ({ text }) => text.length > 3,
      tags: ['form', 'profile'],
      level: [30, 'error'],
    })
    // @ts-expect-error -- no such entry
    useMessages({ name: 'orderLost' })
    // @ts-expect-error -- no such level
    useMessages({ level: 'fatal' })
  })
})

test('translations are typed by the catalog', () => {
  createMessagesClient({
    catalog,
    levels: { critical: 50 },
    translate: translateWith({
      orderShipped: ({ id, carrier }) => `Bestellung ${id.toFixed()} kommt mit ${carrier.trim()}`,
      saved: 'Gespeichert.',
    }),
  })
  client.setTranslate((message) =>
    message.name === 'orderShipped' ? `Bestellung ${message.params.id.toFixed()}` : undefined,
  )
  // @ts-expect-error -- no such entry
  translateWith({ orderLost: 'Verloren' })
  // @ts-expect-error -- no such parameter
  translateWith({ orderShipped: ({ weight }) => String(weight) })
})

test('components show messages of the catalog with their parameters', () => {
  const render = {
    orderShipped: ({ params }: NamedMessage<'orderShipped'>) => params.carrier,
    critical: ({ text }: ClientMessage) => <strong>{text}</strong>,
  }
  void (
    <MessagesProvider client={client} initialMessages={[]}>
      <Toaster render={render} />
      <MessageList name="orderShipped" render={render} label="Orders" closeLabel={null} />
    </MessagesProvider>
  )
  // @ts-expect-error -- no such parameter
  void (<Toaster render={{ orderShipped: ({ params }) => params.weight }} />)
  // @ts-expect-error -- no such entry or level
  void (<MessageList render={{ orderLost: () => null }} />)
})

test('other transports fit', () => {
  expectTypeOf(wrapFetch(client)).toEqualTypeOf<typeof fetch>()
  expectTypeOf(attachTo(client, axios)).toEqualTypeOf<() => void>()
  attachTo(client, axios.create({ baseURL: '/api' }))
  // @ts-expect-error -- it has no interceptors
  attachTo(client, { getUri: () => '' })
})

test('what mutations and queries say is typed', () => {
  void new QueryClient(createMessagesCaches(client, { mutations: { onError: () => undefined } }))
  void (() => {
    useMutation({
      mutationFn: (name: string) => Promise.resolve({ id: 7, name }),
      meta: {
        messages: messagesFor<{ id: number; name: string }, string>({
          pending: (name) => `Saving ${name.trim()}`,
          success: ({ id }) => catalog.orderShipped({ id, carrier: 'DHL' }),
          error: (error, name) => `${name.trim()}: ${error.message}`,
        }),
      },
    })
    useMutation({
      mutationFn: () => Promise.resolve(7),
      // @ts-expect-error -- a number is no text
      meta: { messages: { success: 7 } },
    })
    useQuery({
      queryKey: ['orders'],
      queryFn: () => Promise.resolve([]),
      meta: { messages: { error: (error) => error.message } },
    })
    const { data } = useQuery(messagesQueryOptions(client, { interval: false }))
    expectTypeOf(data).toEqualTypeOf<readonly ClientMessage[] | undefined>()
  })
})

test('the inbox is typed by the catalog, and its filters by the levels', () => {
  void (() => {
    const { messages, counts } = useInbox({ name: 'orderShipped', level: 'critical' })
    expectTypeOf(messages[0]!.params).toExtend<{ id: number; carrier: string }>()
    expectTypeOf(messages[0]!.readAt).toEqualTypeOf<number | undefined>()
    expectTypeOf(counts?.unread).toEqualTypeOf<number | undefined>()
    expectTypeOf(useInbox().messages[0]!.topic).toEqualTypeOf<string | undefined>()
    // @ts-expect-error -- no such state
    useInbox({ state: 'seen' })
    // @ts-expect-error -- no such level
    useInbox({ level: 'fatal' })
  })
  void (() => {
    const { data } = useInfiniteQuery(inboxQueryOptions(client))
    expectTypeOf(data?.pages[0]?.counts.read).toEqualTypeOf<number | undefined>()
    expectTypeOf(new QueryClient().getQueryData(inboxQueryOptions(client).queryKey)).toEqualTypeOf<
      typeof data
    >()
  })
  void (async () => {
    const { read, last } = useInboxMarks()
    const result = await read({ upTo: 'a.1.0', filter: { topic: 'orders' } }).done
    expectTypeOf(result?.counts.unread).toEqualTypeOf<number | undefined>()
    void last?.undo()
    // @ts-expect-error -- a filter has no such field
    read({ filter: { text: 'x' } })
  })
  void (
    <Inbox
      render={{ orderShipped: ({ params }) => params.carrier, critical: ({ text }) => text }}
      onAction={({ name }, message) => [name?.length, message.topic?.length]}
    />
  )
})
