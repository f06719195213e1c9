import { createInbox, memoryBackend } from '@flashpost/inbox'
import { createMessagesClient, MessagesProvider } from '@flashpost/react'
import { Inbox, InboxButton, inboxCountsOptions, inboxQueryOptions } from '@flashpost/react/inbox'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'

const fetch = vi.fn<typeof globalThis.fetch>()

/** What a server renders of the inbox, with what is in the query cache. */
const page = (queryClient: QueryClient, client = createMessagesClient({ fetch })) =>
  renderToString(
    <QueryClientProvider client={queryClient}>
      <MessagesProvider client={client}>
        <InboxButton />
        <Inbox />
      </MessagesProvider>
    </QueryClientProvider>,
  )

test('a server renders an inbox that it has loaded itself, and asks nobody', async () => {
  const inbox = createInbox({ backend: memoryBackend() })
  onTestFinished(() => inbox.close())
  await inbox.send('ada', { level: 'info', text: 'Your export is ready.' })
  const [client, queryClient] = [createMessagesClient({ fetch }), new QueryClient()]
  await queryClient.prefetchInfiniteQuery({
    ...inboxQueryOptions(client),
    queryFn: () => inbox.list('ada'),
  })
  await queryClient.prefetchQuery({
    ...inboxCountsOptions(client),
    queryFn: async () => ({ counts: await inbox.counts('ada') }),
  })
  const html = page(queryClient, client)
  expect(html).toContain('Your export is ready.')
  expect(html).toContain('aria-label="Inbox, 1 unread"')
  expect(html).not.toContain('style=')
  expect(fetch).not.toHaveBeenCalled()
})

test('one that has loaded nothing renders the outline of what will be', () => {
  expect(page(new QueryClient())).toContain('flash-inbox-outline')
  expect(fetch).not.toHaveBeenCalled()
})
