import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { MessagesClient } from '../../client.ts'
import { useMessagesClient } from '../../hooks/use-messages-client.ts'
import { createInboxes } from '../client-inbox.ts'
import type { ClientInbox } from '../client-inbox.ts'
import type { Operation } from '../marks/operation.ts'

const none: readonly Operation[] = []
const unsubscribed = () => () => undefined

/** The inbox of the client that was given or is provided, which is followed from now on, and what was done in it. */
export function useClientInbox(given?: MessagesClient): {
  readonly client: MessagesClient
  readonly inbox: ClientInbox
  readonly operations: readonly Operation[]
} {
  const client = useMessagesClient(given)
  const inbox = client.part(createInboxes).in(useQueryClient())
  useEffect(() => inbox.attach(), [inbox])
  const { subscribe = unsubscribed, current = () => none } = inbox.marking ?? {}
  const operations = useSyncExternalStore(subscribe, current, () => none)
  return { client, inbox, operations }
}
