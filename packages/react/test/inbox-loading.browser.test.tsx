import { MessagesProvider } from '@flashpost/react'
import { Inbox, InboxButton, inboxQueryOptions } from '@flashpost/react/inbox'
import { QueryClient, QueryClientProvider, dehydrate, hydrate } from '@tanstack/react-query'
import { keepPreviousData } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { startInboxApp } from './support/inbox-app.tsx'
import type { InboxApp } from './support/inbox-app.tsx'
import '@flashpost/react/inbox.css'

const article = (text: string) => page.getByRole('article').filter({ hasText: text })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const tab = (name: string) => page.getByRole('tab', { name, exact: true })
const all = [{ label: 'All', filter: {} }]

/** What a server has put into its page, or an app has kept, of the user who is signed in. */
async function dehydrated(app: InboxApp) {
  const { client, queryClient } = app.openTab()
  await queryClient.prefetchInfiniteQuery(inboxQueryOptions(client, { state: 'unread' }))
  return dehydrate(queryClient)
}

test('a page that cannot be loaded is not asked for again by itself', async () => {
  const app = startInboxApp()
  await app.send('one', 'two')
  const { client, queryClient, wrapper } = app.openTab()
  await queryClient.prefetchInfiniteQuery(inboxQueryOptions(client, { limit: 1 }))
  app.server.fault('inbox', { kind: 'error', status: 500 }, 99)
  const pages = () => app.network.asked.filter((each) => each.includes('after='))
  await render(<Inbox limit={1} />, { wrapper })
  await expect.element(page.getByRole('alert')).toHaveTextContent('The inbox cannot be loaded.')
  await expect.element(article('two')).toBeVisible()
  // As long as whatever asks by itself takes to ask once more: a page, a frame and an observer later.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  expect(pages()).toHaveLength(1)
  app.server.reset()
  await userEvent.click(button('Try again'))
  await expect.element(article('one')).toBeVisible()
  expect(pages()).toHaveLength(2)
})

test('who signs in finds what could not be loaded before', async () => {
  const app = startInboxApp()
  await app.send('one')
  app.session.user = null
  const { client, wrapper } = app.openTab()
  await render(<Inbox />, { wrapper })
  await expect.element(button('Try again')).toBeVisible()
  app.session.user = 'ada'
  await client.refresh()
  await expect.element(article('one')).toBeVisible()
})

test('no list is shown in place of another, whatever the app has told its query client', async () => {
  const app = startInboxApp()
  await app.send('one')
  const queries = {
    placeholderData: keepPreviousData,
    gcTime: 0,
    refetchOnMount: 'always' as const,
  }
  const queryClient = new QueryClient({ defaultOptions: { queries } })
  await render(
    <QueryClientProvider client={queryClient}>
      <MessagesProvider client={app.openTab().client}>
        <Inbox />
      </MessagesProvider>
    </QueryClientProvider>,
  )
  await expect.element(article('one')).toBeVisible()
  app.server.fault('inbox', { kind: 'delay', milliseconds: 60_000 }, 99)
  await userEvent.click(tab('Archive'))
  await expect.element(page.getByRole('status', { name: 'Loading' })).toBeVisible()
  await expect.element(article('one')).not.toBeInTheDocument()
})

test('what a page was given later, and is older than what is known, is brought up to date', async () => {
  const app = startInboxApp()
  await app.send('one')
  const state = await dehydrated(app)
  await app.send('two')
  const { queryClient, wrapper } = app.openTab()
  await render(<Inbox tabs={all} />, { wrapper })
  await expect.element(article('two')).toBeVisible()
  hydrate(queryClient, state)
  await render(<Inbox tabs={[{ label: 'Unread', filter: { state: 'unread' } }]} />, { wrapper })
  await expect.poll(() => article('two').elements()).toHaveLength(2)
})

test('what a page was given later, and is of somebody else, is not shown', async () => {
  const app = startInboxApp()
  await app.send('of Ada')
  const state = await dehydrated(app)
  app.session.user = 'bob'
  await app.inbox.send('bob', { level: 'info', text: 'of Bob' }, { announce: false })
  const { queryClient, wrapper } = app.openTab()
  await render(<Inbox tabs={all} />, { wrapper })
  await expect.element(article('of Bob')).toBeVisible()
  hydrate(queryClient, state)
  await render(<Inbox tabs={[{ label: 'Unread', filter: { state: 'unread' } }]} />, { wrapper })
  await expect.poll(() => article('of Bob').elements()).toHaveLength(2)
  expect(article('of Ada').elements()).toEqual([])
})

test('numbers are of what the filter means, on the bell and on the tab', async () => {
  const app = startInboxApp()
  const topic = 'orders'
  await app.send('one', 'two')
  await app.inbox.send('ada', { level: 'info', text: 'order' }, { announce: false, topic })
  const { wrapper } = app.openTab()
  await render(<Inbox filter={{ topic }} />, { wrapper })
  await expect.element(tab('Unread 1')).toBeVisible()
  await render(<InboxButton filter={{ topic }} />, { wrapper })
  await expect.element(button('Inbox, 1 unread')).toBeVisible()
})

test('everything can be read while only what is further down is unread', async () => {
  const app = startInboxApp()
  const [, two] = await app.send('one', 'two')
  await app.inbox.markRead('ada', two!)
  const { client, queryClient, wrapper } = app.openTab()
  await queryClient.prefetchInfiniteQuery(inboxQueryOptions(client, { limit: 1 }))
  app.server.fault('inbox', { kind: 'error' }, 99)
  await render(<Inbox limit={1} />, { wrapper })
  await userEvent.click(button('Mark all as read'))
  await expect.poll(() => app.inbox.counts('ada')).toMatchObject({ unread: 0, read: 2 })
})
