import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { createAnnouncer } from './announcer.ts'
import type { ToastEntry } from '../toaster/core/toast-entry.ts'

/** The two live regions, which are in the page before the first message, and what speaks through them. */
export function LiveRegions({
  client,
  toasts,
}: {
  readonly client: MessagesClient
  readonly toasts: readonly ToastEntry[]
}): ReactElement {
  const regions = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const here = new Set(toasts.map(({ id }) => id))
    const announce = (news: readonly ClientMessage[]) => {
      const ids = new Set(news.map(({ id }) => id))
      // In the order in which they came, wherever they are.
      const heard = client.store
        .getState()
        .messages.filter(({ id }) => ids.has(id) && here.has(id) && client.isShown(id))
      if (regions.current) client.part(createAnnouncer).announce(heard, regions.current)
    }
    const stops = [
      client.on('shown', announce),
      client.on('changed', (message) => announce([message])),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client, toasts])
  return (
    <div className="flashpost-announcer" ref={regions}>
      <div aria-live="polite" aria-atomic />
      <div aria-live="assertive" aria-atomic />
    </div>
  )
}
