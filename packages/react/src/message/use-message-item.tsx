import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import type { ToasterProps } from '../toaster/toaster-props.ts'
import { actionsOf } from './actions-of.tsx'
import { buttonOf } from './button-of.tsx'
import { contentOf } from './content-of.tsx'
import { iconOf } from './icon-of.tsx'
import { lookOf } from './look-of.ts'
import { progressOf } from './progress-of.tsx'
import { signOf } from './sign-of.tsx'
import { useAction } from './use-action.ts'

/** What an app may say about how each message is shown. */
export type MessageItemOptions = Pick<ToasterProps, 'render' | 'icons' | 'onAction'>

/**
 * One message of a list: its sign, what it says, what can be done about it, and the way to close it. A hook, so that each
 * message is one component to React, and its change renders one.
 */
export function useMessageItem({
  client,
  message,
  className,
  closeLabel,
  levelLabel,
  inert,
  options: { render, icons, onAction },
}: {
  readonly client: MessagesClient
  /** `undefined` when it is gone. */
  readonly message: ClientMessage | undefined
  readonly className: string
  /** `null` for none. */
  readonly closeLabel: string | null
  /** What is told to those who do not see the sign. */
  readonly levelLabel: (levelTag: string) => string
  readonly inert?: boolean | undefined
  readonly options: MessageItemOptions
}): ReactElement | null {
  const [isWaiting, act] = useAction(client, onAction)
  if (!message) return null
  return (
    <li
      className={className}
      tabIndex={-1}
      // oxlint-disable-next-line jsx-a11y/aria-props, jsx-a11y/role-supports-aria-props -- WAI-ARIA 1.3, section 6.6
      aria-description={levelLabel(message.levelTag)}
      aria-busy={isWaiting || (message.busy ?? false)}
      inert={inert}
      data-look={lookOf(message.level)}
      {...client.getMessageProps(message)}
    >
      {iconOf(message, icons)}
      <div className="flashpost-content">{contentOf(message, render)}</div>
      {progressOf(message)}
      {actionsOf(message, isWaiting, act)}
      {closeLabel !== null &&
        buttonOf({
          className: 'flashpost-close',
          'aria-label': closeLabel,
          onClick: () => client.dismiss(message.id),
          children: signOf('cross', 'm4 4 8 8m0-8-8 8'),
        })}
    </li>
  )
}
