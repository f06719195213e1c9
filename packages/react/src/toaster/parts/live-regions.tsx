import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { createAnnouncer } from '../core/announcer.ts'
import type { ToastEntry } from '../core/deck.ts'

/** The two live regions, which are in the page before the first message, and what speaks through them. */
export function LiveRegions({
  client,
  toasts,
}: {
  readonly client: MessagesClient
  readonly toasts: readonly ToastEntry[]
}): ReactElement {
  const polite = useRef<HTMLDivElement>(null)
  const assertive = useRef<HTMLDivElement>(null)
  const latest = useRef(toasts)
  useEffect(() => {
    latest.current = toasts
  })
  useEffect(() => {
    const announce = (news: readonly ClientMessage[]) => {
      const here = new Set(latest.current.map(({ id }) => id))
      const ids = new Set(news.map(({ id }) => id))
      // In the order in which they came, wherever they are.
      const inOrder = client.store.getState().messages.filter(({ id }) => ids.has(id))
      const heard = inOrder.filter(({ id }) => here.has(id) && client.isShown(id))
      client.part(createAnnouncer).announce(heard, (urgency, text) => {
        const region = (urgency === 'polite' ? polite : assertive).current
        if (region) region.textContent = text
      })
    }
    const stopShown = client.on('shown', announce)
    const stopChanged = client.on('changed', (message) => announce([message]))
    return () => {
      stopShown()
      stopChanged()
    }
  }, [client])
  const shared = { className: 'flashpost-announcer', 'aria-atomic': true }
  return (
    <>
      <div {...shared} ref={polite} aria-live="polite" />
      <div {...shared} ref={assertive} aria-live="assertive" />
    </>
  )
}
