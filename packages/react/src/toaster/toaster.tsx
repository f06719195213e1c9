'use client'

import { memo, useEffect, useRef } from 'react'
import { checkStyles } from './check-styles.ts'
import { problem } from '../client/problems.ts'
import { useMessagesClient } from '../hooks/use-messages-client.ts'
import { useToasts } from './headless/use-toasts.ts'
import { defaultLabels } from './labels.ts'
import { buttonOf } from '../message/button-of.tsx'
import { LiveRegions } from '../message/live-regions.tsx'
import { Toast } from './parts/toast.tsx'
import { ToasterPortal } from './parts/toaster-portal.tsx'
import { swipeOf } from './swipe-of.ts'
import type { ToasterProps } from './toaster-props.ts'

/**
 * Shows messages as toasts. It needs the style sheet `@flashpost/react/styles.css`.
 *
 * @throws FlashError `FLASH_ERR_POSITION` for a position that there is not
 * @example
 * <MessagesProvider client={client}><App /><Toaster position="bottom-right" /></MessagesProvider>
 */
export const Toaster = memo(function Toaster(props: ToasterProps) {
  const { position = 'top-right', swipe = swipeOf(position), hotkey = 'Alt+T' } = props
  if (!/^(top|bottom)-(left|center|right)$/.test(position))
    throw problem('FLASH_ERR_POSITION', position)
  const client = useMessagesClient(props.client)
  const { toasts, count, waiting, ref, isOpen, setOpen } = useToasts({ ...props, swipe, hotkey })
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => checkStyles(client, list.current), [client])
  const { region, more, fewer } = { ...defaultLabels, ...props.labels }
  return (
    <ToasterPortal>
      <section
        ref={ref}
        className={props.className ? `flashpost ${props.className}` : 'flashpost'}
        dir={props.dir}
        tabIndex={-1}
        aria-label={typeof region === 'string' ? region : region(count)}
        aria-keyshortcuts={hotkey ?? undefined}
        data-position={position}
        data-theme={props.theme}
        data-stack={props.stack}
        data-swipe={swipe ? swipe.join(' ') : undefined}
        data-rich={props.richColors || undefined}
        data-progress={props.progress || undefined}
        data-waiting={waiting || undefined}
      >
        <ol ref={list} className="flashpost-list">
          {toasts.map(({ id, key, leaving }) => (
            <Toast key={key} client={client} id={id} leaving={leaving} options={props} />
          ))}
        </ol>
        {(isOpen || waiting > 0) &&
          buttonOf({
            className: 'flashpost-more',
            onClick: () => setOpen(!isOpen),
            children: isOpen ? fewer : more(waiting),
          })}
        <LiveRegions client={client} toasts={toasts} />
      </section>
    </ToasterPortal>
  )
})
