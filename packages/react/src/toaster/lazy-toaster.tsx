'use client'

import { useEffect, useRef, useState } from 'react'
import type { ComponentType, ReactElement } from 'react'
import { createOnDemand } from '../client/on-demand.ts'
import type { OnDemand } from '../client/on-demand.ts'
import { warn } from '../client/problems.ts'
import { useMessagesClient } from '../hooks/use-messages-client.ts'
import { useSelected } from '../hooks/use-selected.ts'
import { Regions, RegionsContext } from '../message/regions.tsx'
import type { ToasterProps } from './toaster-props.ts'

/** What `LazyToaster` takes: what `Toaster` does, and where that comes from. */
export interface LazyToasterProps extends ToasterProps {
  /**
   * Loads the toaster: a module of the app's own, say, that imports the style sheet as well and exports `Toaster` again.
   * @default () => import('@flashpost/react'), as a chunk of the toaster alone
   * @example () => import('./toaster.ts')
   */
  readonly load?: () => Promise<ToasterModule>
}

/** What is loaded. */
export interface ToasterModule {
  readonly Toaster: ComponentType<ToasterProps>
}

// How often it fails before messages are shown without it.
const patience = 3

/**
 * A `Toaster` of which a page loads next to nothing before its first message: the live regions are there from the start,
 * the rest is fetched when the browser is idle, or when a message comes. Until it is there messages wait, unacknowledged.
 * When it cannot be loaded they are shown as plain text, and it is tried again.
 *
 * @example
 * <LazyToaster load={() => import('./toaster.ts')} position="bottom-right" />
 */
export function LazyToaster({ load = loadToaster, ...props }: LazyToasterProps): ReactElement {
  const client = useMessagesClient(props.client)
  const messages = useSelected(client, props, props.where)
  const regions = useRef<HTMLDivElement>(null)
  const [loaded, setLoaded] = useState<ToasterModule>()
  const [failures, setFailures] = useState(0)
  const isWanted = messages.length > 0

  const attempt = async () => {
    try {
      return await load()
    } catch (error) {
      warn(client, 'FLASH_ERR_LOAD', String(error))
      setFailures((count) => count + 1)
      throw error
    }
  }
  const latest = useRef(attempt)
  const toaster = useRef<OnDemand<ToasterModule>>(undefined)
  useEffect(() => {
    latest.current = attempt
  })
  useEffect(() => {
    const ending = new AbortController()
    toaster.current = createOnDemand(async () => latest.current(), ending.signal)
    return () => ending.abort()
  }, [])
  useEffect(() => {
    if (isWanted) toaster.current?.use(setLoaded)
  }, [isWanted])

  return (
    <>
      <Regions regions={regions} />
      {loaded && (
        <RegionsContext.Provider value={regions}>
          <loaded.Toaster {...props} />
        </RegionsContext.Provider>
      )}
      {!loaded && failures >= patience && isWanted && (
        // In the top layer, where it is seen without a style sheet.
        <ul popover="manual" ref={open}>
          {messages.map((message) => (
            <li key={message.id} {...client.getMessageProps(message)}>
              {message.text}{' '}
              <button type="button" onClick={() => client.dismiss(message.id)}>
                {props.labels?.close ?? 'Close'}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

async function loadToaster(): Promise<ToasterModule> {
  return import('./toaster.tsx')
}

function open(element: HTMLElement | null): void {
  element?.showPopover?.()
}
