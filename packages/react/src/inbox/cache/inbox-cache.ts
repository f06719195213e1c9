import type { InboxCounts, InboxQuery } from '@flashpost/core'
import { matchQuery } from '@tanstack/react-query'
import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import type { MessagesClient } from '../../client.ts'
import { filterOf, matcherOf } from '../filters.ts'
import { keyOf, root } from '../keys.ts'
import type { InboxKey } from '../keys.ts'
import { areOfOne, covers, oldestOf } from './pages.ts'
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
  /** Says whether what a list has, if anything, is of the inbox that is at a revision. */
  readonly isOf: (revision: string, list: Query) => boolean
  /** Brings lists up to date, by default all. */
  readonly update: (update: Update, lists?: readonly Query[]) => void
  /** Takes note of how many there are, unless it knows better. */
  readonly count: (counts: InboxCounts, revision: string) => void
  /** Asks anew what changes do not tell: how many a filter means, and what was read with everything else. */
  readonly askAnew: (isEverythingRead: boolean) => void
  /** Loads everything anew that is in use, and drops the rest when it is `mine` no more. */
  readonly reload: (isMine: boolean) => void
  /** Tries again what could not be loaded: nobody was signed in, say. */
  readonly retry: () => void
}

const lists = { queryKey: [...root, 'list'] }

/** Says whether a query is one of an inbox's lists. */
export function isList(query: Query): boolean {
  return matchQuery(lists, query)
}

const queryOf = ({ queryKey }: Query): InboxQuery => (queryKey as unknown as InboxKey)[3]
const dataOf = (query: Query) => query.state.data as InboxList | undefined

export function createInboxCache(client: MessagesClient, queryClient: QueryClient): InboxCache {
  const all = () => queryClient.getQueryCache().findAll(lists)
  const pages = () => all().flatMap((query) => dataOf(query)?.pages ?? [])
  const total = () => queryClient.getQueryData<DatedCounts>(keyOf('counts'))

  return {
    known: () =>
      new Map(
        pages()
          .flatMap(({ messages }) => messages)
          .map((item) => [item.id, item]),
      ),
    since: () => oldestOf([...pages(), total()].flatMap((each) => each?.revision ?? [])),
    isOf: (revision, list) =>
      (dataOf(list)?.pages ?? []).every((page) => areOfOne(revision, page.revision)),
    update(update, queries = all()) {
      for (const query of queries) {
        const data = dataOf(query)
        // The server may have told of a level by now.
        const next = data && update(data.pages, matcherOf(client, queryOf(query)))
        if (next && next !== data.pages)
          queryClient.setQueryData(query.queryKey, { ...data, pages: [...next] })
      }
    },
    count(counts, revision) {
      if (!covers(total()?.revision, revision))
        queryClient.setQueryData<DatedCounts>(keyOf('counts'), { counts, revision })
    },
    askAnew(isEverythingRead) {
      const isUnclear = (query: Query) => {
        const { state = 'inbox', ...rest } = filterOf(queryOf(query))
        return isList(query)
          ? isEverythingRead && state === 'read'
          : state !== 'inbox' || Object.keys(rest).length > 0
      }
      void queryClient.invalidateQueries({
        queryKey: root,
        predicate: (query) => query.state.data !== undefined && isUnclear(query),
      })
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
