import { useState } from 'react'
import type { ActionEvent, ClientAction, ClientMessage, MessagesClient } from '../client.ts'
import { report } from '../client/report.ts'
import type { OnAction } from '../toaster/toaster-props.ts'

/** What a toast does when an action was chosen, and whether it waits for the answer. */
export function useAction(
  client: MessagesClient,
  onAction: OnAction | undefined,
): readonly [boolean, Act] {
  const [isWaiting, setWaiting] = useState(false)
  const act: Act = async (action, message, event) => {
    if (isWaiting) return
    setWaiting(true)
    try {
      const work = action.onClick ? action.onClick(event) : onAction?.(action, message)
      // What a link of the app's router does with its click is another matter.
      const isKept = action.onClick && event.defaultPrevented
      if ((await work) !== false && !isKept) client.dismiss(message.id)
    } catch (error) {
      // A failure is the app's to tell; the message is still there for another try.
      report(error)
    }
    setWaiting(false)
  }
  return [isWaiting, act]
}

/** Does what an action is for. */
export type Act = (
  action: ClientAction,
  message: ClientMessage,
  event: ActionEvent,
) => Promise<void>
