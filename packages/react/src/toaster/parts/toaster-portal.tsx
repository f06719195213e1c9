'use client'

import { useMemo, useSyncExternalStore } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { createTopLayer } from '../core/top-layer.ts'

/**
 * Shows its children in place, and inside of the topmost modal dialog while there is one; they keep their state, their
 * focus and their events. On a server and while hydrating they are in place.
 */
export function ToasterPortal({ children }: { readonly children: ReactNode }): ReactElement {
  const isInBrowser = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  )
  const host = useMemo(() => (isInBrowser ? createTopLayer() : undefined), [isInBrowser])
  return (
    <div className="flashpost-host" ref={host?.settle}>
      {host ? createPortal(children, host.element) : children}
    </div>
  )
}

function neverChanges(): () => void {
  return () => undefined
}
