import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { createAnnouncer } from './announcer.ts'

/** The two live regions, which are in the page before the first message, and what speaks through them. */
export function LiveRegions({
  client,
  messages,
}: {
  readonly client: MessagesClient
  readonly messages: readonly ClientMessage[]
}): ReactElement {
  const polite = useRef<HTMLDivElement>(null)
  const assertive = useRef<HTMLDivElement>(null)
  const latest = useRef(messages)
  useEffect(() => {
    latest.current = messages
  })
  useEffect(() => {
    const announcer = createAnnouncer((urgency, text) => {
      const region = (urgency === 'polite' ? polite : assertive).current
      if (region) region.textContent = text
    })
    const announce = (news: readonly ClientMessage[]) => {
      const ids = new Set(latest.current.map(({ id }) => id))
      announcer.announce(news.filter(({ id }) => ids.has(id) && client.isShown(id)))
    }
    const stopShown = client.on('shown', announce)
    const stopChanged = client.on('changed', (message) => announce([message]))
    return () => {
      stopShown()
      stopChanged()
      announcer.stop()
    }
  }, [client])
  return (
    <>
      <div ref={polite} className="flashpost-announcer" aria-live="polite" aria-atomic="true" />
      <div
        ref={assertive}
        className="flashpost-announcer"
        aria-live="assertive"
        aria-atomic="true"
      />
    </>
  )
}
