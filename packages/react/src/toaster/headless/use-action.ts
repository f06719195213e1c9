import type { MessageAction } from '@flashpost/core'
import { useState } from 'react'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { createTimers } from '../core/timers.ts'
import type { OnAction } from '../toaster-props.ts'

/** What a toast does when an action was chosen, and whether it waits for the answer. */
export function useAction(
  client: MessagesClient,
  onAction: OnAction | undefined,
): readonly [boolean, (action: MessageAction, message: ClientMessage) => void] {
  const [isWaiting, setWaiting] = useState(false)
  const act = (action: MessageAction, message: ClientMessage) => {
    if (isWaiting) return
    const finish = (answer: unknown) => {
      if (answer !== false) client.dismiss(message.id)
    }
    const answer = onAction?.(action, message)
    if (!(answer instanceof Promise)) return finish(answer)
    const release = client.part(createTimers).hold(message.id)
    setWaiting(true)
    const goOn = () => {
      release()
      setWaiting(false)
    }
    // A failure is the app's to tell; the message is still there for another try.
    void answer.then(finish, reportError).finally(goOn)
  }
  return [isWaiting, act]
}
