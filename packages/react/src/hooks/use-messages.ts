'use client'

import { useMemo } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import type { MessageFilter } from './filter.ts'
import { useMessagesClient } from './use-messages-client.ts'
import { useSelected } from './use-selected.ts'

/** What `useMessages` may be told. */
export interface UseMessagesOptions extends MessageFilter {
  /**
   * The client to use.
   * @default the one of the nearest `MessagesProvider`
   */
  readonly client?: MessagesClient
}

/** The messages, beside everything that the client can do. */
export interface UseMessagesResult extends MessagesClient {
  /** Oldest first; the same array until one of them changes. */
  readonly messages: readonly ClientMessage[]
}

/**
 * The messages to show here. Spread `getMessageProps(message)` on the element that shows one: it is acknowledged when
 * that was on screen.
 *
 * @example
 * const { messages, getMessageProps, dismiss } = useMessages({ level: 'error' })
 * return messages.map((m) => <li key={m.id} {...getMessageProps(m)}>{m.text}</li>)
 */
export function useMessages(options: UseMessagesOptions = {}): UseMessagesResult {
  const client = useMessagesClient(options.client)
  const messages = useSelected(client, options)
  return useMemo(() => ({ ...client, messages }), [client, messages])
}
