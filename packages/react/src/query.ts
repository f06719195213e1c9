export { createMessagesCaches } from './query/caches.ts'
export type { MessagesCaches, MessagesCachesOptions } from './query/caches.ts'
export { messagesFor } from './query/meta.ts'
export type {
  MessagesMutationMeta,
  MessagesQueryMeta,
  MutationMessages,
  QueryMessages,
} from './query/meta.ts'
export { messagesQueryOptions } from './query/messages-query-options.ts'
export type { MessagesQueryOptions } from './query/messages-query-options.ts'
