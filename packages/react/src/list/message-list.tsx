'use client'

import { memo } from 'react'
import type { ReactElement } from 'react'
import { useMessagesClient } from '../hooks/use-messages-client.ts'
import type { UseMessagesOptions } from '../hooks/use-messages.ts'
import { useSelected } from '../hooks/use-selected.ts'
import { LiveRegions } from '../message/live-regions.tsx'
import { useMessageItem } from '../message/use-message-item.tsx'
import type { MessageItemOptions } from '../message/use-message-item.tsx'
import { defaultLabels } from '../toaster/labels.ts'

/** What `MessageList` takes. The filter says which messages are in it; by default all are. They look as in a `Toaster`. */
export interface MessageListProps extends UseMessagesOptions, MessageItemOptions {
  /** The name of the list, for those who cannot see where it is. @default 'Messages' */
  readonly label?: string
  /** The name of a close button; `null` for none. @default 'Close' */
  readonly closeLabel?: string | null
  /** What a message's level is called, for those who do not see its sign. @default (levelTag) => levelTag */
  readonly levelLabel?: (levelTag: string) => string
  /** A class for the list, beside `flashpost-messages`. */
  readonly className?: string
}

/**
 * Shows messages where it stands, until they are dismissed: above a form, say. A screen reader is told of them as of
 * toasts; that takes the style sheet `@flashpost/react/styles.css`.
 *
 * @example
 * <MessageList tags="profile" label="About your profile" />
 */
export function MessageList(props: MessageListProps): ReactElement {
  const {
    label = 'Messages',
    closeLabel = 'Close',
    levelLabel = defaultLabels.level,
    className,
  } = props
  const { render, icons, onAction } = props
  const client = useMessagesClient(props.client)
  const messages = useSelected(client, props, props.where)
  return (
    <>
      <ul
        className={className ? `flashpost-messages ${className}` : 'flashpost-messages'}
        aria-label={label}
      >
        {messages.map((message) => (
          <Notice
            key={message.key ?? message.id}
            {...{ client, message, closeLabel, levelLabel, render, icons, onAction }}
          />
        ))}
      </ul>
      <LiveRegions client={client} toasts={messages.map(({ id, key = id }) => ({ id, key }))} />
    </>
  )
}

const Notice = memo(function Notice({
  client,
  message,
  closeLabel,
  levelLabel,
  ...options
}: MessageItemOptions &
  Pick<
    Parameters<typeof useMessageItem>[0],
    'client' | 'message' | 'closeLabel' | 'levelLabel'
  >): ReactElement | null {
  const className = 'flashpost-notice'
  return useMessageItem({ client, message, className, closeLabel, levelLabel, options })
})
