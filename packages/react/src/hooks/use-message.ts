'use client'

import { useContext, useSyncExternalStore } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { InitialMessagesContext } from './messages-context.ts'
import { useMessagesClient } from './use-messages-client.ts'

/** One message by its id, for as long as it is there. Renders when this message changes, and not when others do. */
export function useMessage(id: string, client?: MessagesClient): ClientMessage | undefined {
  const { store, find } = useMessagesClient(client)
  const initial = useContext(InitialMessagesContext)
  return useSyncExternalStore(
    store.subscribe,
    () => find(id),
    () => initial.find((each) => each.id === id),
  )
}
