import type { MessageFilter } from '@flashpost/core/protocol'
import { useContext, useRef, useSyncExternalStore } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { matcherFor } from '../message/matcher-for.ts'
import { InitialMessagesContext } from './messages-context.ts'

/** The messages that a filter means; the same array until one of them changes. */
export function useSelected(
  client: MessagesClient,
  filter: MessageFilter,
  where: (message: ClientMessage) => boolean = () => true,
): readonly ClientMessage[] {
  const initial = useContext(InitialMessagesContext)
  const cache = useRef<readonly ClientMessage[]>([])
  const select = (messages: readonly ClientMessage[]) => {
    const matches = matcherFor(client, filter)
    const meant = messages.filter((message) => matches(message) && where(message))
    return (cache.current = keep(cache.current, meant))
  }
  return useSyncExternalStore(
    client.store.subscribe,
    () => select(client.store.getState().messages),
    () => select(initial),
  )
}

/** The list that was there before, when the next one is no other. */
function keep<Item>(before: readonly Item[], next: readonly Item[]): readonly Item[] {
  const isSame = next.length === before.length && next.every((item, at) => item === before[at])
  return isSame ? before : next
}
