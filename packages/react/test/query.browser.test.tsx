import { createMessagesCaches, messagesFor, messagesQueryOptions } from '@flashpost/react/query'
import { defineMessages } from '@flashpost/react'
import type { MessagesMutationMeta, MessagesQueryMeta } from '@flashpost/react/query'
import type { MessagesClient } from '@flashpost/react/client'
import {
  MutationObserver,
  QueryClient,
  QueryClientProvider,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { renderHook } from 'vitest-browser-react'
import { startClient, texts } from './support/clients.ts'
import { createFakeServer } from './support/fake-server.ts'
import { message } from './support/message.ts'

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: MessagesMutationMeta
    queryMeta: MessagesQueryMeta
  }
}

test('a mutation says what it does, and then what came of it, in one message', async () => {
  const { client, wrapper } = start()
  const { promise, resolve } = Promise.withResolvers<number>()
  const { result, act } = await renderHook(
    () =>
      useMutation({
        mutationFn: (_name: string) => promise,
        meta: {
          messages: messagesFor<number, string>({
            pending: (name) => `Saving ${name}`,
            success: (count, name) => ({ text: `${name}: ${count} saved`, duration: 1_000 }),
          }),
        },
      }),
    { wrapper },
  )
  await act(() => result.current.mutate('Ada'))
  await vi.waitFor(() => expect(texts(client)).toEqual(['Saving Ada']))
  expect(client.store.getState().messages[0]).toMatchObject({ busy: true, levelTag: 'info' })
  resolve(3)
  await vi.waitFor(() => expect(texts(client)).toEqual(['Ada: 3 saved']))
  expect(client.store.getState().messages[0]).toMatchObject({
    busy: false,
    levelTag: 'success',
    duration: 1_000,
  })
})

test('a mutation that fails says so', async () => {
  const { client, queryClient } = start()
  const mutation = new MutationObserver(queryClient, {
    mutationFn: () => Promise.reject(new Error('The disk is full')),
    meta: { messages: { success: 'Saved', error: (error) => `Not saved: ${error.message}` } },
  })
  await expect(mutation.mutate()).rejects.toThrow('full')
  expect(texts(client)).toEqual(['Not saved: The disk is full'])
})

test('a mutation that has nothing to say of its outcome takes back what it said before', async () => {
  const { client, queryClient } = start()
  const mutation = new MutationObserver(queryClient, {
    mutationFn: () => Promise.resolve(7),
    meta: { messages: { pending: 'Saving', success: () => undefined } },
  })
  await mutation.mutate()
  expect(texts(client)).toEqual([])
})

test('a mutation may say what is in the catalog', async () => {
  const catalog = defineMessages({
    saved: { level: 'success', text: (p: { id: number }) => `Order ${p.id} is saved.` },
  })
  const { client, queryClient } = start()
  const mutation = new MutationObserver(queryClient, {
    mutationFn: () => Promise.resolve({ id: 7 }),
    meta: {
      messages: messagesFor<{ id: number }>({ pending: 'Saving', success: catalog.saved }),
    },
  })
  await mutation.mutate()
  expect(client.store.getState().messages).toMatchObject([
    { text: 'Order 7 is saved.', name: 'saved', params: { id: 7 } },
  ])
})

test('a mutation without messages says nothing, and callbacks of the app are called', async () => {
  const onSuccess = vi.fn<() => void>()
  const { client, queryClient } = start({ mutations: { onSuccess } })
  await new MutationObserver(queryClient, { mutationFn: () => Promise.resolve(7) }).mutate()
  expect(texts(client)).toEqual([])
  expect(onSuccess).toHaveBeenCalledOnce()
})

test('a query that fails again and again has one message', async () => {
  const { client, queryClient } = start()
  const fetch = () =>
    queryClient.fetchQuery({
      queryKey: ['orders'],
      queryFn: () => Promise.reject(new Error('Offline')),
      retry: false,
      meta: { messages: { error: (error) => error.message } },
    })
  await expect(fetch()).rejects.toThrow('Offline')
  await expect(fetch()).rejects.toThrow('Offline')
  expect(texts(client)).toEqual(['Offline'])
})

test('a query of the messages polls the endpoint', async () => {
  const server = createFakeServer(message('First'))
  const { client, wrapper } = start({}, { fetch: server.fetch, hydrate: false })
  const { result } = await renderHook(
    () => useQuery(messagesQueryOptions(client, { interval: 50 })),
    {
      wrapper,
    },
  )
  await vi.waitFor(() => expect(texts(client)).toEqual(['First']))
  server.pending.push(message('Second'))
  await vi.waitFor(() => expect(texts(client)).toEqual(['First', 'Second']))
  await vi.waitFor(() =>
    expect(result.current.data?.map(({ text }) => text)).toEqual(['First', 'Second']),
  )
})

function start(
  options: Parameters<typeof createMessagesCaches>[1] = {},
  clientOptions: Parameters<typeof startClient>[0] = { hydrate: false },
): {
  client: MessagesClient
  queryClient: QueryClient
  wrapper: (props: { children?: ReactNode }) => ReactNode
} {
  const client = startClient(clientOptions)
  const queryClient = new QueryClient(createMessagesCaches(client, options))
  onTestFinished(() => queryClient.clear())
  return {
    client,
    queryClient,
    wrapper: ({ children }) => (
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    ),
  }
}
