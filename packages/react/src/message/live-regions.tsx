import { useContext, useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
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
    const { use } = client.part(createWhenShown)
    const announce = (news: readonly ClientMessage[]) =>
      use(({ createAnnouncer }) =>
        client.part(createAnnouncer).announce(news, toasts, [regions.current, earlier?.current]),
      )
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
