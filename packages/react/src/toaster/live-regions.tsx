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
  const current = useRef(messages)
  useEffect(() => {
    current.current = messages
  })
  useEffect(() => {
    if (!polite.current || !assertive.current) return
    const announcer = createAnnouncer({ polite: polite.current, assertive: assertive.current })
    const isHere = ({ id }: ClientMessage) => current.current.some((message) => message.id === id)
    const stops = [
      announcer.stop,
      client.on('shown', (shown) => announcer.announce(shown.filter(isHere))),
      client.on('changed', (message) => {
        if (client.isShown(message.id) && isHere(message)) announcer.announce([message])
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }, [client])
  return (
    <>
      <div ref={polite} className="flashpost-announcer" role="status" />
      <div ref={assertive} className="flashpost-announcer" role="alert" />
    </>
  )
}
