import { Inbox, InboxButton, inboxCountsOptions, inboxQueryOptions } from '@flashpost/react/inbox'
import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startInboxApp } from './support/inbox-app.tsx'

test('what a server has rendered of the inbox is hydrated without a mismatch, and kept up to date', async () => {
  const app = startInboxApp()
  await app.send('one')
  const { client, queryClient } = app.openTab()
  await queryClient.prefetchInfiniteQuery(inboxQueryOptions(client))
  await queryClient.prefetchQuery(inboxCountsOptions(client))
  const state = dehydrate(queryClient)
  const page = ({ wrapper: Wrapper }: ReturnType<typeof app.openTab>) => (
    <StrictMode>
      <Wrapper>
        <HydrationBoundary state={state}>
          <InboxButton />
          <Inbox />
        </HydrationBoundary>
      </Wrapper>
    </StrictMode>
  )
  const element = document.body.appendChild(document.createElement('div'))
  element.innerHTML = renderToString(page(app.openTab()))
  const entry = element.querySelector('article')!
  expect(entry.textContent).toContain('one')
  app.network.asked.length = 0
  await app.send('two')
  const problems: unknown[] = []
  const root = hydrateRoot(element, page(app.openTab()), {
    onRecoverableError: (error) => problems.push(error),
  })
  onTestFinished(() => {
    root.unmount()
    element.remove()
  })
  await vi.waitFor(() => expect(element.querySelectorAll('article')).toHaveLength(2))
  expect(element.contains(entry)).toBe(true)
  expect(problems).toEqual([])
  // It had the first page and the counts.
  expect(app.network.asked.filter((each) => !each.includes('/changes'))).toEqual([])
})

test('a long list that a server has rendered is whole, and stays so', async () => {
  const app = startInboxApp()
  await app.send(...Array.from({ length: 120 }, (_, index) => `Message ${index}`))
  const { queryClient, wrapper: Wrapper, client } = app.openTab()
  const options = { ...inboxQueryOptions(client, { limit: 60 }), pages: 2 }
  await queryClient.prefetchInfiniteQuery(options)
  await queryClient.prefetchQuery(inboxCountsOptions(client))
  const page = (
    <Wrapper>
      <Inbox limit={60} />
    </Wrapper>
  )
  const element = document.body.appendChild(document.createElement('div'))
  element.innerHTML = renderToString(page)
  const count = () => element.querySelectorAll('article').length
  expect(count()).toBe(120)
  const counts = new Set<number>()
  const observer = new MutationObserver(() => counts.add(count()))
  observer.observe(element, { childList: true, subtree: true })
  const root = hydrateRoot(element, page)
  onTestFinished(() => {
    observer.disconnect()
    root.unmount()
    element.remove()
  })
  await app.send('newest')
  await client.refresh()
  await vi.waitFor(() => expect(count()).toBe(121), { timeout: 5_000 })
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(120)
})
