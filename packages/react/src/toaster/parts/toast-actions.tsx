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
  readonly onAction: (action: MessageAction, message: ClientMessage) => Promise<void>
}): ReactElement | null {
  if (!message.actions?.length) return null
  return (
    <div className="flashpost-actions">
      {message.actions.map((action) => {
        const { label, url } = action
        const onClick = () => void onAction(action, message)
        return url === undefined ? (
          <button key={label} type="button" onClick={onClick} aria-disabled={isWaiting}>
            {label}
          </button>
        ) : (
          <a key={label} href={url} onClick={onClick}>
            {label}
          </a>
        )
      })}
    </div>
  )
}
