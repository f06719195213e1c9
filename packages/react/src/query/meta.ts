import type { Said } from '../client.ts'

/** What a mutation says. */
export interface MutationMessages {
  /** While it runs; it then turns into what came of it. */
  readonly pending?: Said<[variables: unknown]>
  readonly success?: Said<[data: unknown, variables: unknown]>
  readonly error?: Said<[error: Error, variables: unknown]>
}

/** What a query says, each time anew. */
export interface QueryMessages {
  readonly success?: Said<[data: unknown]>
  readonly error?: Said<[error: Error]>
}

/**
 * The `meta` of mutations.
 *
 * @example
 * declare module '@tanstack/react-query' {
 *   interface Register { mutationMeta: MessagesMutationMeta; queryMeta: MessagesQueryMeta }
 * }
 */
export interface MessagesMutationMeta extends Record<string, unknown> {
  readonly messages?: MutationMessages
}

/** The `meta` of queries. */
export interface MessagesQueryMeta extends Record<string, unknown> {
  readonly messages?: QueryMessages
}

/**
 * Types the messages of one mutation by what it takes and answers with.
 *
 * @example
 * meta: { messages: messagesFor<Order, NewOrder>({ success: (order) => `Order ${order.id} is placed.` }) }
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says them
export function messagesFor<Data, Variables = void, Failure = Error>(messages: {
  readonly pending?: Said<[variables: Variables]>
  readonly success?: Said<[data: Data, variables: Variables]>
  readonly error?: Said<[error: Failure, variables: Variables]>
}): MutationMessages {
  // TanStack Query hands over what the mutation took and answered with.
  return messages as MutationMessages
}
