import type { MessageAction } from '@flashpost/core'
import type { ReactElement } from 'react'
import type { ClientMessage } from '../client.ts'

/** What the reader can do about a message: links, and buttons for what the app does itself. */
export function ToastActions({
  message,
  onAction,
}: {
  readonly message: ClientMessage
  readonly onAction: (action: MessageAction) => void
}): ReactElement | null {
  if (!message.actions?.length) return null
  return (
    <div className="flashpost-actions">
      {message.actions.map((action) =>
        action.url === undefined ? (
          <button type="button" key={action.label} onClick={() => onAction(action)}>
            {action.label}
          </button>
        ) : (
          <a key={action.label} href={action.url} onClick={() => onAction(action)}>
            {action.label}
          </a>
        ),
      )}
    </div>
  )
}
