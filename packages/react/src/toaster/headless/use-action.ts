import type { MessageAction } from '@flashpost/core'
import { useState } from 'react'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import type { OnAction } from '../toaster-props.ts'

/** What a toast does when an action was chosen, and whether it waits for the answer. */
export function useAction(
  client: MessagesClient,
  onAction: OnAction | undefined,
): readonly [boolean, (action: MessageAction, message: ClientMessage) => Promise<void>] {
  const [isWaiting, setWaiting] = useState(false)
  const act = async (action: MessageAction, message: ClientMessage) => {
    if (isWaiting) return
    setWaiting(true)
    try {
      if ((await onAction?.(action, message)) !== false) client.dismiss(message.id)
    } catch (error) {
      // A failure is the app's to tell; the message is still there for another try.
      reportError(error)
    }
    setWaiting(false)
  }
  return [isWaiting, act]
}
