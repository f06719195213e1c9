'use client'

import { useMemo } from 'react'
import type { ReactElement } from 'react'
import { useMessagesClient } from '../hooks/use-messages-client.ts'
import { useToasts } from './headless/use-toasts.ts'
import { defaultLabels } from './labels.ts'
import type { ToasterLabels } from './labels.ts'
import { LiveRegions } from './parts/live-regions.tsx'
import { ToastBoundary } from './parts/toast-boundary.ts'
import { Toast } from './parts/toast.tsx'
import { ToasterPortal } from './parts/toaster-portal.tsx'
import { swipeOf } from './swipe-of.ts'
import type { ToasterProps } from './toaster-props.ts'

/**
 * Shows messages as toasts. It needs the style sheet `@flashpost/react/styles.css`.
 *
 * @example
 * <MessagesProvider client={client}><App /><Toaster position="bottom-right" /></MessagesProvider>
 */
export function Toaster(props: ToasterProps): ReactElement {
  const { position = 'top-right', swipe = swipeOf(position), stack, theme, dir } = props
  const { render, onAction, icons, closeButton = true } = props
  const client = useMessagesClient(props.client)
  const { toasts, count, waiting, ref, isOpen, setOpen } = useToasts({ ...props, swipe })
  const { region, more, fewer }: ToasterLabels = { ...defaultLabels, ...props.labels }
  const close = props.labels?.close ?? defaultLabels.close
  const options = useMemo(
    () => ({ close, render, onAction, icons, closeButton }),
    [close, render, onAction, icons, closeButton],
  )
  return (
    <ToasterPortal>
      <section
        ref={ref}
        className={['flashpost', props.className].filter(Boolean).join(' ')}
        dir={dir}
        tabIndex={-1}
        aria-label={typeof region === 'string' ? region : region(count)}
        aria-keyshortcuts={props.hotkey === undefined ? 'Alt+T' : (props.hotkey ?? undefined)}
        data-position={position}
        data-theme={theme}
        data-stack={stack || undefined}
        data-swipe={swipe ? swipe.join(' ') : undefined}
        data-progress={props.progress || undefined}
        data-waiting={waiting || undefined}
      >
        <ol className="flashpost-list">
          {toasts.map((toast) => (
            <ToastBoundary key={toast.key} client={client} id={toast.id}>
              <Toast client={client} toast={toast} options={options} />
            </ToastBoundary>
          ))}
        </ol>
        {(isOpen || waiting > 0) && (
          <button type="button" className="flashpost-more" onClick={() => setOpen(!isOpen)}>
            {isOpen ? fewer : more(waiting)}
          </button>
        )}
        <LiveRegions client={client} toasts={toasts} />
      </section>
    </ToasterPortal>
  )
}
