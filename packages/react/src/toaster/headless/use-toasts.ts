'use client'

import type { MessageFilter } from '@flashpost/core/protocol'
import { useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { InitialMessagesContext } from '../../hooks/messages-context.ts'
import { useMessagesClient } from '../../hooks/use-messages-client.ts'
import type { MountedToaster } from '../core/mounted-toaster.ts'
import { createToastList } from '../core/toast-list.ts'
import type { ToastListView } from '../core/toast-list.ts'
import { createWhenShown } from '../../message/when-shown-on-demand.ts'
import type { ToastsOptions } from '../toaster-props.ts'

/** What a toaster of your own shows, and does. */
export interface UseToastsResult extends ToastListView {
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
  const { limit = 5, newestFirst = true, priority, where, wrapUpdate } = options
  const { level, tags, name } = options
  const client = useMessagesClient(options.client)
  const initial = useContext(InitialMessagesContext)
  const { use } = client.part(createWhenShown)
  const list = useMemo(() => createToastList(client), [client])
  const [root, setRoot] = useState<HTMLElement | null>(null)
  const [isOpen, setOpen] = useState(false)
  const text = JSON.stringify({ level, tags, name })
  const filter = useMemo<MessageFilter>(() => JSON.parse(text), [text])
  const settings = { filter, where, limit: isOpen ? Infinity : limit, newestFirst, priority }
  const view = useSyncExternalStore(
    list.subscribe,
    () => list.read(client.store.getState().messages, settings),
    () => list.read(initial, settings),
  )
  if (isOpen && view.count <= limit) setOpen(false)

  const { toasts, waiting } = view
  const latest = useRef({ ...options, waiting })
  const syncClocks = useRef<() => void>(undefined)
  useEffect(() => {
    const before = latest.current
    latest.current = { ...options, waiting }
    if (before.paused !== options.paused || before.waiting !== waiting) syncClocks.current?.()
    list.wrap(wrapUpdate)
  })
  useEffect(() => list.narrow(where), [list, where])
  useEffect(() => list.claim(filter), [list, filter])
  useEffect(() => {
    if (root) list.exit(root, toasts)
  }, [list, root, toasts])
  // What goes on in a toaster takes a toast, and then the toaster until it goes. It is no state of React's: version 18 forgets
  // that it hydrates when one is set while it renders.
  const isUsed = list.isUsed()
  useEffect(() => {
    if (!root || !isUsed) return undefined
    const ending = new AbortController()
    const { signal } = ending
    const mounted: MountedToaster = { client, root, list, signal, now: () => latest.current }
    use(({ enableSwipe, guideFocus, runTimers }) => {
      if (signal.aborted) return
      guideFocus(mounted)
      enableSwipe(mounted)
      syncClocks.current = runTimers(mounted)
    })
    return () => {
      syncClocks.current = undefined
      ending.abort()
    }
  }, [client, list, use, root, isUsed])

  return { ...view, ref: setRoot, isOpen, setOpen }
}
