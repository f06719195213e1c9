import { MutationCache, QueryCache } from '@tanstack/react-query'
import type { MutationCacheConfig, QueryCacheConfig } from '@tanstack/react-query'
import type { LocalDraft, MessagesClient } from '../client.ts'
import { conclude, draftOf } from '../client/store/said.ts'
import type { MessagesMutationMeta, MessagesQueryMeta } from './meta.ts'

/** Callbacks of the app's own, which are called as well. */
export interface MessagesCachesOptions {
  /** For the cache of mutations; its callbacks run, too. */
  readonly mutations?: MutationCacheConfig
  /** For the cache of queries; its callbacks run, too. */
  readonly queries?: QueryCacheConfig
}

/** What a `QueryClient` is made with. */
export interface MessagesCaches {
  readonly mutationCache: MutationCache
  readonly queryCache: QueryCache
}

/**
 * Makes the caches of a `QueryClient` that turn `meta.messages` of mutations and queries into messages.
 *
 * @example
 * const queryClient = new QueryClient(createMessagesCaches(client))
 * useMutation({ mutationFn: save, meta: { messages: { success: 'Saved', error: (error) => error.message } } })
 */
export function createMessagesCaches(
  client: MessagesClient,
  { mutations = {}, queries = {} }: MessagesCachesOptions = {},
): MessagesCaches {
  const running = new WeakMap<object, string>()

  const mutationCache = new MutationCache({
    ...mutations,
    onMutate(...given) {
      const [variables, mutation] = given
      const draft = draftOf('info', messagesOf(mutation).pending, variables)
      if (draft) running.set(mutation, client.add({ ...draft, busy: true }))
      return mutations.onMutate?.(...given)
    },
    onSuccess(...given) {
      const [data, variables, , mutation] = given
      conclude(client, over(mutation), 'success', messagesOf(mutation).success, data, variables)
      return mutations.onSuccess?.(...given)
    },
    onError(...given) {
      const [error, variables, , mutation] = given
      conclude(client, over(mutation), 'error', messagesOf(mutation).error, error, variables)
      return mutations.onError?.(...given)
    },
  })
  /** The message of a mutation that has run. */
  const over = (mutation: object) => {
    const id = running.get(mutation)
    running.delete(mutation)
    return id
  }
  const queryCache = new QueryCache({
    ...queries,
    onSuccess(data, query) {
      say(query, draftOf('success', queryMessagesOf(query).success, data))
      queries.onSuccess?.(data, query)
    },
    onError(error, query) {
      say(query, draftOf('error', queryMessagesOf(query).error, error))
      queries.onError?.(error, query)
    },
  })
  /** One message for a query, however often it is fetched. */
  const say = ({ queryHash }: { readonly queryHash: string }, draft: LocalDraft | undefined) => {
    if (draft) client.add({ key: `query ${queryHash}`, ...draft })
  }
  return { mutationCache, queryCache }
}

function messagesOf({ meta }: { readonly meta?: MessagesMutationMeta | undefined }) {
  return meta?.messages ?? {}
}

function queryMessagesOf({ meta }: { readonly meta?: MessagesQueryMeta | undefined }) {
  return meta?.messages ?? {}
}
