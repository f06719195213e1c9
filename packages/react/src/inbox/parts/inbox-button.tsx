'use client'

import { useEffect, useId, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useReadDismissed } from '../headless/use-read-dismissed.ts'
import { useInboxCounts } from '../hooks/use-inbox-counts.ts'
import { Inbox } from './inbox.tsx'
import type { InboxProps } from './inbox-props.ts'
import { defaultLabels } from './labels.ts'
import { signOf } from './sign.tsx'

/** What `InboxButton` takes: what the inbox takes that it opens, and what stands on the button. */
export interface InboxButtonProps extends InboxProps {
  /**
   * What is on the button beside the badge.
   * @default a bell
   */
  readonly children?: ReactNode
  /** A class for the button, beside `flash-inbox-button`. */
  readonly buttonClassName?: string
  /** Whether the inbox is opened somewhere else, by a link say: the button has no popover then. */
  readonly onClick?: (() => void) | undefined
}

/**
 * A bell that says how many messages are unread, and opens the inbox in a popover. Only the number is loaded before.
 *
 * @example
 * <InboxButton />
 */
export function InboxButton({
  children = signOf('bell'),
  buttonClassName,
  onClick,
  readDismissed = false,
  ...inbox
}: InboxButtonProps): ReactElement {
  const { client, filter, theme, dir } = inbox
  const labels = { ...defaultLabels, ...inbox.labels }
  const { counts } = useInboxCounts({ ...filter, ...(client && { client }) })
  const unread = counts?.unread ?? 0
  useReadDismissed(client, readDismissed)
  const id = useId()
  const { panelRef, buttonRef, isOpen, close, toggle } = usePopover(id)

  return (
    <span className="flash-inbox-bell" data-theme={theme} dir={dir}>
      <button
        ref={buttonRef}
        className={buttonClassName ? `flash-inbox-button ${buttonClassName}` : 'flash-inbox-button'}
        form=""
        aria-label={labels.button(unread)}
        onClick={onClick ?? toggle}
        {...(!onClick && { 'aria-haspopup': 'dialog', 'aria-expanded': isOpen })}
      >
        {children}
        {unread > 0 && (
          <span className="flash-inbox-badge" aria-hidden>
            {labels.badge(unread)}
          </span>
        )}
      </button>
      {!onClick && (
        <div
          ref={panelRef}
          id={id}
          className="flash-inbox-popover"
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a `dialog` has rules of its own where there are no popovers
          role="dialog"
          aria-label={labels.title}
          data-open={isOpen}
          tabIndex={-1}
        >
          {isOpen && <Inbox onClose={close} {...inbox} />}
        </div>
      )}
    </span>
  )
}

/**
 * A popover of the browser's own, which closes with Escape and a click elsewhere, and gives the focus back to the button. Where there
 * is none it is an element that is there or not.
 */
function usePopover(id: string) {
  const [element, panelRef] = useState<HTMLElement | null>(null)
  const [button, buttonRef] = useState<HTMLElement | null>(null)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (!element || !button) return undefined
    const ending = new AbortController()
    const { signal } = ending
    if (isSupported()) {
      // React 18 does not know them.
      element.setAttribute('popover', 'auto')
      button.setAttribute('popovertarget', id)
      element.addEventListener(
        'toggle',
        ({ newState }) => {
          setOpen(newState === 'open')
          if (newState === 'open') element.focus()
        },
        { signal },
      )
      return () => ending.abort()
    }
    const close = () => {
      if (element.contains(document.activeElement)) button.focus()
      setOpen(false)
    }
    addEventListener('keydown', ({ key }) => key === 'Escape' && close(), { signal })
    addEventListener(
      'pointerdown',
      ({ target }) => {
        const isInside = [element, button].some((each) => each.contains(target as Node))
        if (!isInside) close()
      },
      { signal },
    )
    return () => ending.abort()
  }, [id, element, button])
  const close = () => {
    if (isSupported()) element?.hidePopover()
    else setOpen(false)
    button?.focus()
  }
  const toggle = () => {
    if (!isSupported()) setOpen(!isOpen)
  }
  return { panelRef, buttonRef, isOpen, close, toggle }
}

function isSupported(): boolean {
  return 'popover' in HTMLElement.prototype
}
