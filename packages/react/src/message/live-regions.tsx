import { useContext, useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { hasLayout } from '../client/screen/has-layout.ts'
import { createWhenShown } from './when-shown-on-demand.ts'
import { Regions, RegionsContext } from './regions.tsx'
import type { ToastEntry } from '../toaster/core/toast-entry.ts'

/** The live regions, and what speaks through them, or through those that were there before. */
export function LiveRegions({
  client,
  toasts,
}: {
  readonly client: MessagesClient
  readonly toasts: readonly ToastEntry[]
}): ReactElement {
  const regions = useRef<HTMLDivElement>(null)
  const earlier = useContext(RegionsContext)
  useEffect(() => {
    const here = new Set(toasts.map(({ id }) => id))
    const { use } = client.part(createWhenShown)
    const announce = (news: readonly ClientMessage[]) =>
      use(({ createAnnouncer }) => {
        const ids = new Set(news.map(({ id }) => id))
        // In the order in which they came, wherever they are.
        const heard = client.store
          .getState()
          .messages.filter(({ id }) => ids.has(id) && here.has(id) && client.isShown(id))
        const own = regions.current
        // Outside of a modal dialog nothing is heard.
        const isInDialog = hasLayout() && own?.closest(':modal')
        const place = (isInDialog ? own : earlier?.current) ?? own
        if (place) client.part(createAnnouncer).announce(heard, place)
      })
    const stops = [
      client.on('shown', announce),
      client.on('changed', (message) => announce([message])),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client, toasts, earlier])
  return <Regions regions={regions} />
}
