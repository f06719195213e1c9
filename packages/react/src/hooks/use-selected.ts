import { useMemo } from 'react'
import { useStore } from 'zustand/react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { createSelector, filterKey } from './filter.ts'
import type { MessageFilter } from './filter.ts'

/** The messages that a filter means; the same array until one of them changes. */
export function useSelected(
  client: MessagesClient,
  filter: MessageFilter,
): readonly ClientMessage[] {
  const key = filterKey(filter)
  // The key stands for the filter, which is a new object at each render.
  const selector = useMemo(() => createSelector(filter, client.levels), [client, key])
  return useStore(client.store, selector)
}
