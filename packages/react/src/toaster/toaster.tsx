'use client'

import { useMemo, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useMessagesClient } from '../hooks/use-messages-client.ts'
import { useSelected } from '../hooks/use-selected.ts'
import { defaultDuration } from './default-duration.ts'
import { defaultLabels } from './labels.ts'
import { LiveRegions } from './live-regions.tsx'
import { ToastBoundary } from './toast-boundary.ts'
import { Toast } from './toast.tsx'
import type { ToasterProps } from './toaster-props.ts'
import { useTimers } from './use-timers.ts'

/**
 * Shows messages as toasts. It needs the style sheet `@flashpost/react/styles.css`.
 *
 * @example
 * <MessagesProvider client={client}><App /><Toaster position="bottom-right" /></MessagesProvider>
 */
export function Toaster(props: ToasterProps): ReactElement {
  const { position = 'top-right', limit = 5, duration = defaultDuration, render, onAction } = props
  const client = useMessagesClient(props.client)
  const messages = useSelected(client, props)
  const root = useRef<HTMLElement>(null)
  const [isOpen, setOpen] = useState(false)
  if (isOpen && messages.length <= limit) setOpen(false)
  const visible = useMemo(
    () => (isOpen ? messages : messages.slice(0, limit)),
    [messages, limit, isOpen],
  )
  const labels = { ...defaultLabels, ...props.labels }
  const options = useMemo(
    () => ({ labels: { close: labels.close }, render, onAction }),
    [labels.close, render, onAction],
  )
  useTimers(client, root, visible, duration)
  const rest = messages.length - visible.length

  return (
    <section ref={root} className="flashpost" aria-label={labels.region} data-position={position}>
      <ol className="flashpost-list">
        {visible.map(({ id, key }) => (
          <ToastBoundary key={key ?? id} client={client} id={id}>
            <Toast client={client} id={id} options={options} />
          </ToastBoundary>
        ))}
      </ol>
      {rest > 0 && (
        <button type="button" className="flashpost-more" onClick={() => setOpen(true)}>
          {labels.more(rest)}
        </button>
      )}
      <LiveRegions client={client} messages={visible} />
    </section>
  )
}
