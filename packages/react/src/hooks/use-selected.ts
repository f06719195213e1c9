import { useMemo } from 'react'
import { useStore } from 'zustand/react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { createSelector, encodeFilter } from './filter.ts'
import type { MessageFilter } from './filter.ts'

/** The messages that a filter means; the same array until one of them changes. */
export function useSelected(
  { store, levels }: MessagesClient,
  filter: MessageFilter,
): readonly ClientMessage[] {
  const key = encodeFilter(filter)
  const selector = useMemo(() => createSelector(key, levels), [key, levels])
  return useStore(store, selector)
}
