'use client'

import type { InboxCounts, InboxFilter } from '@flashpost/core'
import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MessagesClient } from '../../client.ts'
import type { DatedCounts } from '../cache/inbox-cache.ts'
import { inboxCountsOptions } from './inbox-query-options.ts'
import { useClientInbox } from './use-client-inbox.ts'

/** What `useInboxCounts` may be told: which messages are counted, by default all. */
export interface UseInboxCountsOptions extends InboxFilter {
  /**
   * The client to use.
   * @default the one of the nearest `MessagesProvider`
   */
  readonly client?: MessagesClient
}

/** Counts, with what TanStack Query says of them. */
export interface UseInboxCountsResult extends Omit<UseQueryResult<DatedCounts>, 'data'> {
  /** `undefined` until they are known. Those of a filter are asked for anew when something changes. */
  readonly counts: InboxCounts | undefined
}

/**
 * How many messages are unread, read and archived; exact, and kept up to date.
 *
 * @example
 * const { counts } = useInboxCounts()
 * return <span>{counts?.unread ?? 0}</span>
 */
export function useInboxCounts({
  client: given,
  ...filter
}: UseInboxCountsOptions = {}): UseInboxCountsResult {
  const { client, inbox, operations } = useClientInbox(given)
  const { data, ...result } = useQuery(inboxCountsOptions(client, filter))
  const counts = useMemo(
    // Those of a filter are the server’s to count.
    () => (data?.revision ? inbox.countsOf(data.counts, operations) : data?.counts),
    [inbox, data, operations],
  )
  return { ...result, counts }
}
