import type { InboxCounts, InboxQuery } from '@flashpost/core'
import {
  createInboxMatcher,
  decodeRevision,
  encodeRevision,
  isSameInbox,
} from '@flashpost/core/protocol'
import type { Revision } from '@flashpost/core/protocol'
import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import type { MessagesClient } from '../../client.ts'
import { filterOf, keyOf, root } from '../keys.ts'
import type { InboxKey } from '../keys.ts'
import { checkFilter } from '../marks/operation.ts'
import { covers, oldestOf } from './pages.ts'
import type { CachedPage, Items, Update } from './pages.ts'

/** The data of a list. */
export type InboxList = InfiniteData<CachedPage, string | undefined>

/** Counts, and what they are as of. */
export interface DatedCounts {
  readonly counts: InboxCounts
  /** Absent where a filter was counted. */
  readonly revision?: string | undefined
}

/** What the query cache has of one inbox. */
export interface InboxCache {
  /** Every message of every list. */
  readonly known: () => Items
  /** The revision from which changes concern all that is there. */
  readonly since: () => string | undefined
  /** Says whether what a list has, if anything, is of this inbox. */
  readonly isOf: (inbox: Revision, list: Query) => boolean
  /** Brings all lists up to date, or one. */
  readonly update: (update: Update, query?: Query) => void
  /** Takes note of how many there are, unless it knows better. */
  readonly count: (counts: InboxCounts, revision: string) => void
  /** Asks anew what changes do not tell: how many a filter means, and what was read with everything else. */
  readonly askAnew: (isEverythingRead: boolean) => void
  /** Loads everything anew that is in use, and drops the rest when it is `mine` no more. */
  readonly reload: (isMine: boolean) => void
  /** Tries again what could not be loaded: nobody was signed in, say. */
  readonly retry: () => void
}

/** Says whether a query is one of an inbox's lists. */
export function isList(query: Query): boolean {
  return query.queryKey[0] === root[0] && query.queryKey[1] === root[1] && kindOf(query) === 'list'
}

const kindOf = ({ queryKey }: Query) => (queryKey as unknown as InboxKey)[2]
const queryOf = ({ queryKey }: Query): InboxQuery => (queryKey as unknown as InboxKey)[3]
const dataOf = (query: Query) => query.state.data as InboxList | undefined

export function createInboxCache(client: MessagesClient, queryClient: QueryClient): InboxCache {
  // The server may have told of a level by now.
  const matcherOf = (query: Query) =>
    createInboxMatcher(checkFilter(client, filterOf(queryOf(query))))
  const all = () => queryClient.getQueryCache().findAll({ queryKey: root })
  const lists = () => all().filter(isList)
  const pages = () => lists().flatMap((query) => dataOf(query)?.pages ?? [])
  const total = () => queryClient.getQueryData<DatedCounts>(keyOf('counts'))

  const change = (query: Query, update: Update) => {
    const data = dataOf(query)
    const next = data && update(data.pages, matcherOf(query))
    if (next && next !== data.pages)
      queryClient.setQueryData(query.queryKey, { ...data, pages: [...next] })
  }

  return {
    known: () =>
      new Map(
        pages()
          .flatMap(({ messages }) => messages)
          .map((item) => [item.id, item]),
      ),
    since() {
      const revisions = [...pages(), total()].flatMap((each) => each?.revision ?? [])
      const oldest = oldestOf(revisions)
      return oldest && encodeRevision(oldest)
    },
    isOf: (inbox, list) =>
      (dataOf(list)?.pages ?? []).every((page) => {
        const revision = decodeRevision(page.revision)
        return revision && isSameInbox(inbox, revision)
      }),
    update(update, query) {
      for (const each of query ? [query] : lists()) change(each, update)
    },
    count(counts, revision) {
      const known = total()
      if (!known?.revision || !covers(known.revision, revision))
        queryClient.setQueryData<DatedCounts>(keyOf('counts'), { counts, revision })
    },
    askAnew(isEverythingRead) {
      for (const query of all()) {
        const { state = 'inbox', ...rest } = filterOf(queryOf(query))
        const isUnclear = isList(query)
          ? isEverythingRead && state === 'read'
          : state !== 'inbox' || Object.keys(rest).length > 0
        if (isUnclear && query.state.data)
          void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true })
      }
    },
    reload(isMine) {
      if (isMine) void queryClient.invalidateQueries({ queryKey: root })
      else void queryClient.resetQueries({ queryKey: root })
    },
    retry() {
      const predicate = ({ state }: Query) => state.status === 'error'
      void queryClient.invalidateQueries({ queryKey: root, predicate })
    },
  }
}
