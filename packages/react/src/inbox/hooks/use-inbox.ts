'use client'

import type { InboxCounts, MessageName, StoredMessage } from '@flashpost/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { MessagesClient, NamedMessage } from '../../client.ts'
import { say } from '../../client/store/translate.ts'
import type { InboxList } from '../cache/inbox-cache.ts'
import { inboxQueryOptions } from './inbox-query-options.ts'
import type { InboxListQuery } from './inbox-query-options.ts'
import { useClientInbox } from './use-client-inbox.ts'

/** What `useInbox` may be told: which messages are asked for, `limit` of them at a time. */
export interface UseInboxOptions extends InboxListQuery {
  /**
   * The client to use.
   * @default the one of the nearest `MessagesProvider`
   */
  readonly client?: MessagesClient
  /**
   * Whether the server is asked.
   * @default true
   */
  readonly enabled?: boolean
}

/** A list of the inbox, with what TanStack Query says of its pages. */
export interface UseInboxResult<Shown = StoredMessage> extends Omit<
  UseInfiniteQueryResult<InboxList>,
  'data'
> {
  /** As far as it is loaded, newest first: what the server said, and what was done since. */
  readonly messages: readonly Shown[]
  /** Of the whole inbox, whatever the filter; `undefined` until something is loaded. */
  readonly counts: InboxCounts | undefined
  /** What the list is as of: `upTo` of a mark that shall concern what is on screen. */
  readonly revision: string | undefined
}

/** A stored message that was made from one of these catalog entries. */
export type StoredNamed<Name extends MessageName> = StoredMessage & NamedMessage<Name>

/**
 * A list of stored messages, which is loaded page by page and kept up to date. What the user marks is on screen at once. With
 * a `name` parameters are typed as in the catalog.
 *
 * @example
 * const { messages, hasNextPage, fetchNextPage } = useInbox({ state: 'unread' })
 */
export function useInbox<Name extends MessageName>(
  options: UseInboxOptions & { readonly name: Name | readonly Name[] },
): UseInboxResult<StoredNamed<Name>>
export function useInbox(options?: UseInboxOptions): UseInboxResult
export function useInbox({
  client: given,
  enabled = true,
  ...query
}: UseInboxOptions = {}): UseInboxResult {
  const { client, inbox, operations } = useClientInbox(given)
  const { data, ...result } = useInfiniteQuery({ ...inboxQueryOptions(client, query), enabled })
  const translate = useSyncExternalStore(
    client.store.subscribe,
    () => client.store.getState().translate,
    () => undefined,
  )
  const asked = JSON.stringify(query)
  const messages = useMemo(
    () =>
      inbox
        .messagesOf(data?.pages ?? [], query, operations)
        .map((message) => say(message, translate) as StoredMessage),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the query by what it says
    [inbox, data, asked, operations, translate],
  )
  const [page] = data?.pages ?? []
  const counts = useMemo(
    () => page && inbox.countsOf(page.counts, operations),
    [inbox, page, operations],
  )
  const { fetchNextPage: fetchNext } = result
  // What is being loaded anew is not given up for the sake of more of what was there before.
  const fetchNextPage = useCallback<typeof fetchNext>(
    (more) => fetchNext({ cancelRefetch: false, ...more }),
    [fetchNext],
  )
  return { ...result, fetchNextPage, messages, counts, revision: page?.revision }
}
