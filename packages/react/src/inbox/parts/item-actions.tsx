import type { MessageAction, StoredMessage } from '@flashpost/core'
import { useState } from 'react'
import type { MouseEvent, ReactElement } from 'react'
import { report } from '../../client/report.ts'
import { buttonOf } from '../../message/button-of.tsx'
import type { InboxMarks } from '../hooks/use-inbox-marks.ts'
import type { InboxProps } from './inbox-props.ts'

/** What the buttons of an entry depend on. */
export interface ItemActionsProps extends Pick<InboxProps, 'onAction'> {
  readonly message: StoredMessage
  readonly isActive: boolean
  readonly marks: InboxMarks
}

/** What a message offers. While the app is at it nothing is done twice. */
export function ItemActions({
  message,
  isActive,
  marks,
  onAction,
  actions,
}: ItemActionsProps & { readonly actions: readonly MessageAction[] }): ReactElement {
  const [isWaiting, setWaiting] = useState(false)
  const act = async (action: MessageAction, event: MouseEvent) => {
    event.stopPropagation()
    if (isWaiting) return
    setWaiting(true)
    try {
      if ((await onAction?.(action, message)) !== false) marks.read(message.id)
    } catch (error) {
      // A failure is the app's to tell; the message is still there for another try.
      report(error)
    }
    setWaiting(false)
  }
  return (
    <div className="flash-inbox-actions" aria-busy={isWaiting}>
      {actions.map((action, index) => {
        const { label, url } = action
        // Two may say the same.
        const key = `${index} ${label}`
        const own = {
          className: 'flash-inbox-action',
          tabIndex: isActive ? 0 : -1,
          'aria-disabled': isWaiting,
          onClick: (event: MouseEvent) => void act(action, event),
        }
        return url === undefined ? (
          buttonOf({ ...own, children: label }, key)
        ) : (
          <a key={key} {...own} href={url}>
            {label}
          </a>
        )
      })}
    </div>
  )
}
