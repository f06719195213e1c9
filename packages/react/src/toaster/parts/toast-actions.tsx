import type { MessageAction } from '@flashpost/core'
import type { ReactElement } from 'react'
import type { ClientMessage } from '../../client.ts'

/** What the reader can do about a message: links, and buttons for what the app does itself. */
export function ToastActions({
  message,
  isWaiting,
  onAction,
}: {
  readonly message: ClientMessage
  readonly isWaiting: boolean
  readonly onAction: (action: MessageAction, message: ClientMessage) => void
}): ReactElement | null {
  if (!message.actions?.length) return null
  return (
    <div className="flashpost-actions">
      {message.actions.map((action) => {
        const props = { onClick: () => onAction(action, message) }
        return action.url === undefined ? (
          <button type="button" {...props} key={action.label} aria-disabled={isWaiting}>
            {action.label}
          </button>
        ) : (
          <a {...props} key={action.label} href={action.url}>
            {action.label}
          </a>
        )
      })}
    </div>
  )
}
