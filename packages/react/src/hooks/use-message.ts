'use client'

import { useCallback } from 'react'
import { useStore } from 'zustand/react'
import type { ClientMessage, MessagesClient, MessagesState } from '../client.ts'
import { useMessagesClient } from './use-messages-client.ts'

/** One message by its id, for as long as it is there. Renders when this message changes, and not when others do. */
export function useMessage(id: string, client?: MessagesClient): ClientMessage | undefined {
  const select = useCallback(
    ({ messages }: MessagesState) => messages.find((message) => message.id === id),
    [id],
  )
  return useStore(useMessagesClient(client).store, select)
}
