import type { InboxFilter, InboxQuery } from '@flashpost/core'
import { checkInboxFilter, createInboxMatcher } from '@flashpost/core/protocol'
import type { CheckedFilter } from '@flashpost/core/protocol'
import type { MessagesClient } from '../client.ts'
import type { Matches } from './cache/pages.ts'

/** The filter of a query. */
export function filterOf({ after: _0, limit: _1, ...filter }: InboxQuery): InboxFilter {
  return filter
}

/**
 * Checks a filter by the levels that a client knows.
 * @throws FlashError `FLASH_ERR_FILTER`
 */
export function checkFilter({ levels }: MessagesClient, filter: InboxFilter): CheckedFilter {
  // The server may tell later of a level by this name; no message has it until then.
  return checkInboxFilter(filter, {
    number: (level) => (typeof level === 'number' ? level : (levels[level] ?? -1)),
  })
}

/** Makes what says whether the list of a query is to have a message, by the levels that a client knows now. */
export function matcherOf(client: MessagesClient, query: InboxQuery): Matches {
  return createInboxMatcher(checkFilter(client, filterOf(query)))
}
