import type { InboxFilter, InboxQuery } from '@flashpost/core'
import { writeInboxQuery } from '@flashpost/core/protocol'

/** What all queries of inboxes begin with. */
export const root = ['flashpost', 'inbox'] as const

/** The query of a list, and of the counts of a filter. What is undefined is not asked for. */
export type InboxKey = readonly [...typeof root, 'list' | 'counts', InboxQuery]

export function keyOf(kind: InboxKey[2], query: InboxQuery = {}): InboxKey {
  return [...root, kind, query]
}

/** The parameters of a URL, if there are any. */
export function searchOf(query: InboxQuery): string {
  const search = new URLSearchParams(writeInboxQuery(query)).toString()
  return search && `?${search}`
}

/** The filter of a query. */
export function filterOf({ after: _0, limit: _1, ...filter }: InboxQuery): InboxFilter {
  return filter
}
