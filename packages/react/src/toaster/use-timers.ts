import { useEffect } from 'react'
import type { RefObject } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { createTimers } from './timers.ts'
import type { TimedToasts } from './timers.ts'

/** Runs the clocks of what a toaster has on screen. */
export function useTimers(
  client: MessagesClient,
  root: RefObject<Element | null>,
  messages: readonly ClientMessage[],
  durationOf: TimedToasts['durationOf'],
): void {
  useEffect(() => {
    if (root.current) client.part(createTimers).watch({ root: root.current, messages, durationOf })
  }, [client, root, messages, durationOf])
  useEffect(() => {
    const element = root.current
    return () => {
      if (element) client.part(createTimers).unwatch(element)
    }
  }, [client, root])
}
