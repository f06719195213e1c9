import type { ReactNode } from 'react'
import type { ActionEvent, ClientMessage } from '../client.ts'
import { buttonOf } from './button-of.tsx'
import type { Act } from './use-action.ts'

/** What the reader can do about a message: links, and buttons for what the app does itself. */
export function actionsOf(message: ClientMessage, isWaiting: boolean, act: Act): ReactNode {
  if (!message.actions?.length) return null
  return (
    <div className="flashpost-actions">
      {message.actions.map((action, index) => {
        const { label, url } = action
        const own = {
          className: 'flashpost-action',
          onClick: (event: ActionEvent) => void act(action, message, event),
        }
        // Two may say the same.
        const key = `${index} ${label}`
        return url === undefined ? (
          buttonOf({ ...own, 'aria-disabled': isWaiting, children: label }, key)
        ) : (
          <a key={key} {...own} href={url}>
            {label}
          </a>
        )
      })}
    </div>
  )
}
