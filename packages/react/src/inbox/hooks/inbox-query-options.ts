import type { InboxFilter, InboxQuery } from '@flashpost/core'
import type {
  DataTag,
  DefaultError,
  QueryKey,
  UseInfiniteQueryOptions,
  UseQueryOptions,
} from '@tanstack/react-query'
import type { MessagesClient } from '../../client.ts'
import { isTemporary } from '../ask.ts'
import type { InboxFailure } from '../ask.ts'
import type { DatedCounts, InboxList } from '../cache/inbox-cache.ts'
import type { CachedPage } from '../cache/pages.ts'
import { createInboxes } from '../client-inbox.ts'
import { keyOf } from '../keys.ts'

/** What a list asks for: which messages, and how many at a time. */
export type InboxListQuery = Omit<InboxQuery, 'after'>

/** Named, because what `infiniteQueryOptions` infers does not compile under `exactOptionalPropertyTypes`. */
type InboxListOptions = UseInfiniteQueryOptions<
  CachedPage,
  DefaultError,
  InboxList,
  QueryKey,
  string | undefined
> & { readonly queryKey: DataTag<QueryKey, InboxList>; readonly initialPageParam: undefined }

type InboxCountsOptions = UseQueryOptions<DatedCounts> & {
  readonly queryKey: DataTag<QueryKey, DatedCounts>
}

/** What the server said is brought up to date by what it says later, and needs not be asked for again. */
const kept = {
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
  // Whatever the app does elsewhere: one list is not shown in place of another.
  placeholderData: undefined,
  retry: (count: number, error: DefaultError) => count < 3 && isTemporary(error as InboxFailure),
} as const

/**
 * The options of the query behind `useInbox`, to load a list before it is shown.
 *
 * @example
 * loader: () => queryClient.ensureInfiniteQueryData(inboxQueryOptions(client, { state: 'unread' }))
 */
export function inboxQueryOptions(
  client: MessagesClient,
  query: InboxListQuery = {},
): InboxListOptions {
  return {
    ...kept,
    queryKey: keyOf('list', query) as unknown as InboxListOptions['queryKey'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal, client: queryClient }) =>
      client.part(createInboxes).in(queryClient).fetchPage(query, pageParam, signal),
    getNextPageParam: ({ next }) => next,
  }
}

/**
 * The options of the query behind `useInboxCounts`.
 *
 * @example
 * void queryClient.prefetchQuery(inboxCountsOptions(client))
 */
export function inboxCountsOptions(
  client: MessagesClient,
  filter: InboxFilter = {},
): InboxCountsOptions {
  return {
    ...kept,
    queryKey: keyOf('counts', filter) as unknown as InboxCountsOptions['queryKey'],
    queryFn: ({ signal, client: queryClient }) =>
      client.part(createInboxes).in(queryClient).fetchCounts(filter, signal),
  }
}
