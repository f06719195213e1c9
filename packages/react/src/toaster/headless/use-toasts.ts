'use client'

import { useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { InitialMessagesContext } from '../../hooks/messages-context.ts'
import { useMessagesClient } from '../../hooks/use-messages-client.ts'
import { createDeck } from '../core/deck.ts'
import type { DeckView } from '../core/deck.ts'
import { createFocus } from '../core/focus.ts'
import { createSwipe } from '../core/swipe.ts'
import type { SwipeDirection } from '../core/swipe.ts'
import type { ToastsOptions } from '../toaster-props.ts'
import { useTimers } from './use-timers.ts'

/** What a toaster of your own shows, and does. */
export interface UseToastsResult extends DeckView {
  /** Goes on the element around the toasts, which must be focusable: `tabIndex={-1}`. */
  readonly ref: (element: HTMLElement | null) => void
  /** Whether those behind the limit are shown as well. */
  readonly isOpen: boolean
  /** Shows them, or no more. By themselves they are shown no more when there are so few that all fit. */
  readonly setOpen: (isOpen: boolean) => void
}

/**
 * A toaster without any look: which toasts to show, with their clocks, keyboard and swipes. Spread
 * `client.getMessageProps(message)` on the element of each, and make those `inert` that are leaving.
 *
 * @example
 * const { toasts, ref } = useToasts({ limit: 3 })
 * return <ol ref={ref} tabIndex={-1}>{toasts.map((toast) => <Card key={toast.key} toast={toast} />)}</ol>
 */
export function useToasts(options: ToastsOptions): UseToastsResult {
  const { limit = 5, newestFirst = true, hotkey = 'Alt+T', level, tags, name } = options
  const client = useMessagesClient(options.client)
  const initial = useContext(InitialMessagesContext)
  const deck = useMemo(() => createDeck(client), [client])
  const [isOpen, setOpen] = useState(false)
  const filter = { level, tags, name }
  const settings = { filter, limit: isOpen ? Number.POSITIVE_INFINITY : limit, newestFirst }
  const view = useSyncExternalStore(
    deck.subscribe,
    () => deck.read(client.store.getState().messages, settings),
    () => deck.read(initial, settings),
  )
  useEffect(() => deck.setFilter(filter))
  if (isOpen && view.count <= limit) setOpen(false)

  const [root, setRoot] = useState<HTMLElement | null>(null)
  useTimers(client, root, view.toasts, options)
  useEffect(() => (root ? deck.attach(root) : undefined), [deck, root])
  useEffect(() => (root ? createFocus(client, root, hotkey) : undefined), [client, root, hotkey])
  const directions = options.swipe ? options.swipe.join(' ') : ''
  useEffect(() => {
    const list = directions.split(' ') as SwipeDirection[]
    return root && directions ? createSwipe(root, list, client.dismiss) : undefined
  }, [client, root, directions])

  return { ...view, ref: setRoot, isOpen, setOpen }
}
