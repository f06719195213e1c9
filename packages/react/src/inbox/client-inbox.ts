import type { InboxChanges, InboxCounts, InboxFilter, InboxPage } from '@flashpost/core'
import type { InboxQuery, StoredMessage } from '@flashpost/core'
import type { QueryClient } from '@tanstack/react-query'
import type { ClientPart, MessagesClient, PartTools } from '../client.ts'
import { ask } from './ask.ts'
import type { InboxFailure } from './ask.ts'
import { createInboxCache } from './cache/inbox-cache.ts'
import type { DatedCounts } from './cache/inbox-cache.ts'
import { cover, updatePages } from './cache/pages.ts'
import type { CachedPage, Step } from './cache/pages.ts'
import { matcherOf } from './filters.ts'
import { searchOf } from './keys.ts'
import { createMarking } from './marks/marking.ts'
import type { Marking } from './marks/marking.ts'
import { layOver } from './marks/operation.ts'
import type { Operation } from './marks/operation.ts'
import { createSync } from './sync.ts'
import type { Sync } from './sync.ts'

/** One user's inbox, in one query cache. */
export interface ClientInbox {
  /** Follows what happens in it for as long as somebody shows it; the answer ends that. */
  readonly attach: () => () => void
  readonly fetchPage: (
    query: InboxQuery,
    after: string | undefined,
    signal: AbortSignal,
  ) => Promise<CachedPage>
  readonly fetchCounts: (filter: InboxFilter, signal: AbortSignal) => Promise<DatedCounts>
  /** What a user does in it; nobody does anything on a server. */
  readonly marking: Marking | undefined
  /** The messages of a list, with what was done and is still on its way. */
  readonly messagesOf: (
    pages: readonly CachedPage[],
    query: InboxQuery,
    operations: readonly Operation[],
  ) => readonly StoredMessage[]
  /** The same for counts of everything. */
  readonly countsOf: (counts: InboxCounts, operations: readonly Operation[]) => InboxCounts
}

/** The inboxes of one client, by the query cache that they are in. */
export interface Inboxes extends ClientPart {
  readonly in: (queryClient: QueryClient) => ClientInbox
}

/** Makes the part of a client that has inboxes. */
export function createInboxes(client: MessagesClient, tools: PartTools | undefined): Inboxes {
  const inboxes = new WeakMap<QueryClient, ClientInbox>()
  return {
    in(queryClient) {
      const inbox = inboxes.get(queryClient) ?? createClientInbox(client, tools, queryClient)
      inboxes.set(queryClient, inbox)
      return inbox
    },
    stop: () => undefined,
  }
}

function createClientInbox(
  client: MessagesClient,
  tools: PartTools | undefined,
  queryClient: QueryClient,
): ClientInbox {
  const cache = createInboxCache(client, queryClient)
  const marking: Marking | undefined = tools && createMarking(client, tools, cache, () => sync!)
  const sync: Sync | undefined =
    tools && createSync(tools, queryClient, cache, (...who) => marking!.turn(...who))
  let [attached, detach]: [number, (() => void) | undefined] = [0, undefined]

  /** Asks, and takes note of whose the answer is. */
  const fetch = async <Answer>(path: string, signal: AbortSignal): Promise<Answer> => {
    const asked = sync?.head()
    try {
      const answer = await ask<Answer & { readonly revision?: string }>(tools, path)
      // Somebody else was signed in when it was asked.
      signal.throwIfAborted()
      if (answer.revision !== undefined) sync?.accept(answer.revision, asked)
      return answer
    } catch (error) {
      if ((error as InboxFailure).status === 401 && !signal.aborted) sync?.leave()
      throw error
    }
  }

  return {
    marking,
    attach() {
      if (attached++ === 0) detach = sync?.follow()
      return () => {
        if (--attached === 0) detach?.()
      }
    },
    async fetchPage(query, after, signal) {
      const page = await fetch<InboxPage>(searchOf({ ...query, after }), signal)
      cache.count(page.counts, page.revision)
      return page
    },
    async fetchCounts(filter, signal) {
      const search = searchOf(filter)
      // Those of everything come with what they are as of, and cost one look at one row.
      if (search) return { counts: await fetch<InboxCounts>(`/counts${search}`, signal) }
      const { counts, revision } = await fetch<InboxChanges>('/changes', signal)
      return { counts, revision }
    },
    messagesOf(pages, query, operations) {
      if (operations.length === 0) return pages.flatMap(({ messages }) => messages)
      const { items } = layOver(client, operations, cache.known())
      const step: Step = (known) => cover(known, items)
      const shown = updatePages(pages, matcherOf(client, query), () => step)
      return shown.flatMap(({ messages }) => messages)
    },
    countsOf: (counts, operations) =>
      operations.length === 0 ? counts : layOver(client, operations, cache.known(), counts).counts,
  }
}
