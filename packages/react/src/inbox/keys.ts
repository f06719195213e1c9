import type { InboxQuery } from '@flashpost/core'
import { writeInboxQuery } from '@flashpost/core/protocol'

/** What all queries of inboxes begin with. */
export const root = ['flashpost', 'inbox'] as const

/** The query of a list, and of the counts of a filter. What is undefined is not asked for. */
export type InboxKey = readonly [...typeof root, 'list' | 'counts', InboxQuery]

export function keyOf(kind: InboxKey[2], query: InboxQuery = {}): InboxKey {
  return [...root, kind, query]
}

/** The parameters of a URL, if there are any. */
export function searchOf(query: Parameters<typeof writeInboxQuery>[0]): string {
  const search = new URLSearchParams(writeInboxQuery(query)).toString()
  return search && `?${search}`
}
