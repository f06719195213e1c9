import type { InboxChanges, InboxFilter, InboxMark, StoredMessage } from '@flashpost/core'
import { inboxEndpoints, isRefusal, stateOf } from '@flashpost/core/protocol'
import type { InboxRequest } from '@flashpost/core/protocol'
import { createInbox, memoryBackend } from '@flashpost/inbox'
import type { InboxNews, PartTools } from '@flashpost/react/client'
import { InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, vi } from 'vitest'
import { createInboxes } from '../../src/inbox/client-inbox.ts'
import { inboxCountsOptions, inboxQueryOptions } from '@flashpost/react/inbox'
import type { MarkTarget, PendingMark } from '@flashpost/react/inbox'
import { startLocalClient } from './clients.ts'

/** What becomes of a request. */
export type Way = 'fine' | 'slow' | 'refused' | 'lost' | 'answer lost'

/** The lists that are open. */
export const filters: readonly InboxFilter[] = [
  {},
  { state: 'unread' },
  { state: 'read' },
  { state: 'archived' },
  { state: 'all', topic: 'ops' },
]

let worlds = 0

/** A memory inbox of Ada's, a page that shows lists of it, and a network between them that can be told what to do. */
export function createWorld() {
  const inbox = createInbox({ backend: memoryBackend() })
  const ending = new AbortController()
  const listeners = new Set<(news: InboxNews) => void>()
  const ways: Way[] = []
  let told: string | undefined
  const undelivered: InboxNews[] = []
  const outcomes: Promise<unknown>[] = []

  const tools: PartTools = {
    name: `flashpost world ${worlds++}`,
    signal: ending.signal,
    fail: () => undefined,
    whilePresent(begin) {
      const end = begin()
      ending.signal.addEventListener('abort', end)
      return end
    },
    follow(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async request(path, init) {
      const way = init?.body ? (ways.shift() ?? 'fine') : 'fine'
      if (way === 'slow') await pause(3)
      if (way === 'lost') throw new TypeError('The network fails.')
      if (way === 'refused') return Response.json({ code: 'NO' }, { status: 500 })
      const response = await answer(path, init)
      await pause(0)
      if (way === 'answer lost') throw new TypeError('The network fails.')
      return response
    },
  }
  async function answer(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, 'http://app.test')
    const below = url.pathname.replace('/inbox', '')
    const method = (init.method ?? 'GET').toLowerCase()
    const endpoint = inboxEndpoints.find((each) => each.method === method && each.path === below)!
    const headers: Readonly<Record<string, string>> = {
      'flash-client': `v=1; tab=${'t'.repeat(22)}`,
    }
    const request: InboxRequest = {
      user: 'ada',
      field: (name) => headers[name],
      params: {},
      query: Object.fromEntries(url.searchParams),
      body: init.body ? (JSON.parse(init.body as string) as unknown) : undefined,
    }
    try {
      const answered = await endpoint.answer(inbox, request)
      return Response.json('body' in answered ? answered.body : null)
    } catch (error) {
      if (!isRefusal(error)) throw error
      return Response.json({ code: error.code }, { status: error.statusCode })
    }
  }

  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const client = startLocalClient()
  const inboxes = createInboxes(client, tools)
  // The lists find these tools in place of the client's own.
  const page: typeof client = { ...client, part: () => inboxes as never }
  const mine = inboxes.in(queryClient)
  const detach = mine.attach()
  const lists = filters.map(
    (filter) =>
      new InfiniteQueryObserver(queryClient, inboxQueryOptions(page, { ...filter, limit: 3 })),
  )
  const badge = new QueryObserver(queryClient, inboxCountsOptions(page))
  const ends = [...lists, badge].map((observer) => observer.subscribe(() => undefined))

  const shownIn = (index: number) => {
    const { data } = lists[index]!.getCurrentResult()
    return mine.messagesOf(data?.pages ?? [], filters[index]!, mine.marking!.current())
  }
  return {
    inbox,
    lists,
    /** What the next marks meet with. */
    meet: (way: Way) => ways.push(way),
    mark(mark: InboxMark, target: MarkTarget): PendingMark {
      const pending = mine.marking!.mark(mark, target)
      const wait = (done: PendingMark['done']) => {
        outcomes.push(done)
        return done
      }
      void wait(pending.done)
      return { ...pending, undo: () => wait(pending.undo()) }
    },
    known: () => shownIn(0),
    /** The server has something to tell, which may arrive late, twice, in another order or never. */
    async tell() {
      const changes: InboxChanges = await inbox.changes('ada', told)
      undelivered.push({ since: changes.reset ? undefined : told, changes })
      told = changes.revision
    },
    deliver(index: number, isKept: boolean) {
      const [news] = undelivered.splice(index % Math.max(1, undelivered.length), 1)
      if (!news) return
      if (isKept) undelivered.push(news)
      for (const listener of listeners) listener(news)
    },
    lose: (index: number) => void undelivered.splice(index % Math.max(1, undelivered.length), 1),
    /** The network is fine again, and the page hears how things stand: it is as the server has it. */
    async conclude() {
      ways.length = 0
      dispatchEvent(new Event('online'))
      // One that was made before it was known who is signed in has yet to be sent.
      await Promise.allSettled(outcomes)
      await vi.waitFor(() => expect(mine.marking!.current()).toEqual([]), patient)
      const { revision, counts } = await inbox.changes('ada')
      const changes = { reset: false, changed: [], removed: [], counts, revision }
      for (const listener of listeners) listener({ since: revision, changes })
      await vi.waitFor(async () => {
        expect(badge.getCurrentResult().data?.counts).toEqual(counts)
        for (const [index, filter] of filters.entries()) {
          const { hasNextPage } = lists[index]!.getCurrentResult()
          const all: StoredMessage[] = []
          for (let after: string | undefined, more = true; more; more = after !== undefined) {
            const found = await inbox.list('ada', {
              ...filter,
              limit: 100,
              ...(after && { after }),
            })
            all.push(...found.messages)
            after = found.next
          }
          const shown = shownIn(index)
          const expected = hasNextPage ? all.slice(0, shown.length) : all
          expect([filter, shown.map(timeless)]).toEqual([filter, expected.map(timeless)])
        }
      }, patient)
    },
    async close() {
      for (const end of ends) end()
      detach()
      ending.abort()
      queryClient.clear()
      await inbox.close()
    },
  }
}

/** What was marked here was so at this browser's time, until it is loaded anew. */
const timeless = ({ readAt, archivedAt, ...item }: StoredMessage) => ({
  ...item,
  state: stateOf({
    ...(readAt !== undefined && { readAt }),
    ...(archivedAt !== undefined && { archivedAt }),
  }),
  isRead: readAt !== undefined,
})

const patient = { timeout: 4_000, interval: 20 }

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
