import type { ReactNode } from 'react'
import type { ActionEvent, ClientMessage } from '../client.ts'
import type { Act } from '../toaster/headless/use-action.ts'

/** What the reader can do about a message: links, and buttons for what the app does itself. */
export function actionsOf(message: ClientMessage, isWaiting: boolean, act: Act): ReactNode {
  if (!message.actions?.length) return null
  return (
    <div className="flashpost-actions">
      {message.actions.map((action) => {
        const { label, url } = action
        // Two may say the same.
        const key = message.actions?.indexOf(action)
        const onClick = (event: ActionEvent) => void act(action, message, event)
        return url === undefined ? (
          <button key={key} type="button" onClick={onClick} aria-disabled={isWaiting}>
            {label}
          </button>
        ) : (
          <a key={key} href={url} onClick={onClick}>
            {label}
          </a>
        )
      })}
    </div>
  )
}
