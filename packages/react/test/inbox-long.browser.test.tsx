import type { InboxPage } from '@flashpost/core'
import { Inbox, inboxQueryOptions } from '@flashpost/react/inbox'
import type { InboxProps } from '@flashpost/react/inbox'
import { createRoot } from 'react-dom/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startInboxApp } from './support/inbox-app.tsx'
import type { InboxApp } from './support/inbox-app.tsx'
import '@flashpost/react/inbox.css'

const [size, total] = [100, 600]

/** Shows an inbox whose list was loaded before, and answers with how many entries there were each time that some came. */
async function showLoaded(app: InboxApp, props: InboxProps = {}) {
  const [, ...others] = await app.send(
    ...Array.from({ length: total }, (_, index) => `Message ${index}`),
  )
  // The last one alone is unread.
  await app.inbox.markRead('ada', others)
  const { client, queryClient, wrapper: Wrapper } = app.openTab()
  const pages: InboxPage[] = []
  const starts: (string | undefined)[] = []
  for (let after: string | undefined; pages.length < total / size; after = pages.at(-1)!.next) {
    starts.push(after)
    pages.push(await app.inbox.list('ada', { limit: size, ...(after && { after }) }))
  }
  queryClient.setQueryData(inboxQueryOptions(client).queryKey, { pages, pageParams: starts })
  const place = document.body.appendChild(document.createElement('div'))
  const articles = () => [...place.querySelectorAll('article')]
  const counts: number[] = []
  const observer = new MutationObserver(() => counts.push(articles().length))
  observer.observe(place, { childList: true, subtree: true })
  const root = createRoot(place)
  onTestFinished(() => {
    observer.disconnect()
    root.unmount()
    place.remove()
  })
  root.render(
    <Wrapper>
      <Inbox {...props} />
    </Wrapper>,
  )
  await vi.waitFor(() => expect(articles()).toHaveLength(total), { timeout: 10_000 })
  return { articles, counts }
}

test('the beginning of a long list is there before the rest, which follows by itself', async () => {
  const { articles, counts } = await showLoaded(startInboxApp())
  expect(counts.find((count) => count > 0)).toBe(100)
  expect(counts).toEqual(counts.toSorted((one, other) => one - other))
  expect(articles().map((each) => each.ariaPosInSet)).toEqual(
    articles().map((_, index) => `${index + 1}`),
  )
  expect(articles().at(-1)!.ariaSetSize).toBe(`${total}`)
})

test('a list that has yet to be filled is about as high as it will be', async () => {
  const heights: number[] = []
  const observer = new MutationObserver(() => {
    const feed = document.querySelector('.flash-inbox-feed')
    if (feed) heights.push(feed.clientHeight)
  })
  observer.observe(document.body, { childList: true, subtree: true })
  await showLoaded(startInboxApp())
  observer.disconnect()
  const [first, last] = [heights[0]!, document.querySelector('.flash-inbox-feed')!.clientHeight]
  expect(Math.abs(first - last)).toBeLessThan(last / 4)
})

test('what comes after the beginning is read when it was in sight', async () => {
  const app = startInboxApp()
  const { articles } = await showLoaded(app, { readOn: 'view' })
  articles().at(-1)!.scrollIntoView()
  await vi.waitFor(() => expect(articles().at(-1)!.dataset['state']).toBe('read'), {
    timeout: 5_000,
  })
})
