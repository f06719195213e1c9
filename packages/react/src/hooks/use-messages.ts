'use client'

import type { MessageName } from '@flashpost/core'
import type { MessageFilter } from '@flashpost/core/protocol'
import { useMemo } from 'react'
import type { ClientMessage, MessagesClient, NamedMessage } from '../client.ts'
import { useMessagesClient } from './use-messages-client.ts'
import { useSelected } from './use-selected.ts'

/** What `useMessages` may be told. */
export interface UseMessagesOptions extends MessageFilter {
  /**
   * Those to which this says yes, too.
   * @default all
   */
  readonly where?: (message: ClientMessage) => boolean
  /**
   * The client to use.
   * @default the one of the nearest `MessagesProvider`
   */
  readonly client?: MessagesClient
}

/** The messages, beside everything that the client can do. */
export interface UseMessagesResult<Shown = ClientMessage> extends MessagesClient {
  /** Oldest first; the same array until one of them changes. */
  readonly messages: readonly Shown[]
}

/**
 * The messages to show here. Spread `getMessageProps(message)` on the element that shows one: it is acknowledged when
 * that was on screen. With a `name` their parameters are typed as in the catalog.
 *
 * @example
 * const { messages, getMessageProps, dismiss } = useMessages({ level: 'error' })
 * return messages.map((m) => <li key={m.id} {...getMessageProps(m)}>{m.text}</li>)
 */
export function useMessages<Name extends MessageName>(
  options: UseMessagesOptions & { readonly name: Name | readonly Name[] },
): UseMessagesResult<NamedMessage<Name>>
export function useMessages(options?: UseMessagesOptions): UseMessagesResult
export function useMessages(options: UseMessagesOptions = {}): UseMessagesResult {
  const client = useMessagesClient(options.client)
  const messages = useSelected(client, options, options.where)
  // When the server has told of more there are more methods.
  const { levels } = client
  return useMemo(() => ({ ...client, levels, messages }), [client, levels, messages])
}
