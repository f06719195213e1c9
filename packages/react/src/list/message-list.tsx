'use client'

import { memo } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { useMessagesClient } from '../hooks/use-messages-client.ts'
import type { UseMessagesOptions } from '../hooks/use-messages.ts'
import { useSelected } from '../hooks/use-selected.ts'
import { LiveRegions } from '../message/live-regions.tsx'
import { textOf } from '../message/text-of.tsx'
import { MessageBoundary } from '../message/message-boundary.ts'
import { rendererOf } from '../message/renderers.ts'
import type { MessageRenderers } from '../message/renderers.ts'

/** What `MessageList` takes. The filter says which messages are in it; by default all are. */
export interface MessageListProps extends UseMessagesOptions {
  /** The name of the list, for those who cannot see where it is. @default 'Messages' */
  readonly label?: string
  /** The name of a close button; `null` for none. @default 'Close' */
  readonly closeLabel?: string | null
  /** Shows messages in the app's own way, inside of the list's items. */
  readonly render?: MessageRenderers
  /** @default 'flashpost-messages' */
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
  const { label = 'Messages', closeLabel = 'Close', className = 'flashpost-messages' } = props
  const client = useMessagesClient(props.client)
  const messages = useSelected(client, props, props.where)
  return (
    <>
      <ul className={className} aria-label={label}>
        {messages.map((message) => (
          <MessageBoundary key={message.key ?? message.id} client={client} id={message.id}>
            <Item client={client} message={message} render={props.render} closeLabel={closeLabel} />
          </MessageBoundary>
        ))}
      </ul>
      <LiveRegions client={client} toasts={messages.map(({ id, key = id }) => ({ id, key }))} />
    </>
  )
}

const Item = memo(function Item({
  client,
  message,
  render,
  closeLabel,
}: Pick<MessageListProps, 'render' | 'closeLabel'> & {
  readonly client: MessagesClient
  readonly message: ClientMessage
}): ReactElement {
  return (
    <li {...client.getMessageProps(message)} aria-busy={message.busy ?? false}>
      {rendererOf(render, message)?.(message) ?? textOf(message)}
      {closeLabel !== null && (
        <button type="button" aria-label={closeLabel} onClick={() => client.dismiss(message.id)}>
          ×
        </button>
      )}
    </li>
  )
})
