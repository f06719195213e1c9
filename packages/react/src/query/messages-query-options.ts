import type { DataTag, QueryKey, UseQueryOptions } from '@tanstack/react-query'
import type { ClientMessage, MessagesClient } from '../client.ts'

/** How messages are asked for. */
export interface MessagesQueryOptions {
  /**
   * How often the JSON endpoint is asked, in milliseconds; `false` for never by itself.
   * @default 30_000
   */
  readonly interval?: number | false
}

/** Named, because what `queryOptions` infers does not compile under `exactOptionalPropertyTypes`. */
type MessagesQuery = UseQueryOptions<readonly ClientMessage[]> & {
  readonly queryKey: DataTag<QueryKey, readonly ClientMessage[]>
}

/**
 * The options of a query that asks the JSON endpoint for what waits, for apps that prefer polling. The messages are in
 * the client's store as ever; the query's data are those that wait there to be shown.
 *
 * @example
 * useQuery(messagesQueryOptions(client, { interval: 60_000 }))
 */
export function messagesQueryOptions(
  client: MessagesClient,
  { interval = 30_000 }: MessagesQueryOptions = {},
): MessagesQuery {
  return {
    queryKey: ['flashpost', 'messages'] as unknown as MessagesQuery['queryKey'],
    queryFn: async () => {
      await client.refresh()
      return client.store.getState().messages
    },
    refetchInterval: interval,
    // A message may have come by another way since.
    staleTime: 0,
  }
}
