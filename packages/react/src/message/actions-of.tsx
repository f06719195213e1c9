import type { MessageAction } from '@flashpost/core'
import type { ReactNode } from 'react'
import type { ClientMessage } from '../client.ts'

/** What the reader can do about a message: links, and buttons for what the app does itself. */
export function actionsOf(
  message: ClientMessage,
  isWaiting: boolean,
  act: (action: MessageAction, message: ClientMessage) => Promise<void>,
): ReactNode {
  if (!message.actions?.length) return null
  return (
    <div className="flashpost-actions">
      {message.actions.map((action) => {
        const { label, url } = action
        const onClick = () => void act(action, message)
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
