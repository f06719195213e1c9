import { useContext, useRef, useSyncExternalStore } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { keep, matches } from './filter.ts'
import type { MessageFilter } from './filter.ts'
import { InitialMessagesContext } from './messages-context.ts'

/** The messages that a filter means; the same array until one of them changes. */
export function useSelected(
  { store, levels }: MessagesClient,
  filter: MessageFilter,
  where: (message: ClientMessage) => boolean = () => true,
): readonly ClientMessage[] {
  const initial = useContext(InitialMessagesContext)
  const cache = useRef<readonly ClientMessage[]>([])
  const select = (messages: readonly ClientMessage[]) => {
    const isMeant = (message: ClientMessage) => matches(filter, levels, message) && where(message)
    return (cache.current = keep(cache.current, messages.filter(isMeant)))
  }
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.getState().messages),
    () => select(initial),
  )
}
