import { useEffect } from 'react'
import type { MessagesClient } from '../../client.ts'
import { useClientInbox } from '../hooks/use-client-inbox.ts'

/** Marks messages as read whose toasts their reader has closed, where that is wanted. */
export function useReadDismissed(given: MessagesClient | undefined, isWanted: boolean): void {
  const { client, inbox } = useClientInbox(given)
  useEffect(() => {
    const { marking } = inbox
    if (!isWanted || !marking) return undefined
    return client.on('dismissed', ({ messages, reason }) => {
      // One that was dealt with in the inbox takes its toast along.
      const isDone = (id: string) => marking.current().some(({ ids }) => ids?.includes(id))
      const ids = messages.flatMap(({ id, local }) => (local || isDone(id) ? [] : id))
      if (reason === 'dismissed' && ids.length > 0) marking.mark('read', ids)
    })
  }, [client, inbox, isWanted])
}
