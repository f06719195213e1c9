import type { MessageAction } from '@flashpost/core'
import { memo } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../client.ts'
import { useMessage } from '../hooks/use-message.ts'
import { rendererOf } from './renderers.ts'
import { ToastActions } from './toast-actions.tsx'
import { ToastIcon } from './toast-icon.tsx'
import type { ToastOptions } from './toaster-props.ts'

/** One message on screen. It reads its message itself, so that a change renders nothing else. */
export const Toast = memo(function Toast({
  client,
  id,
  options,
}: {
  readonly client: MessagesClient
  readonly id: string
  readonly options: ToastOptions
}): ReactElement | null {
  const message = useMessage(id, client)
  if (!message) return null
  const { labels, render, onAction } = options
  const act = (action: MessageAction) => {
    onAction?.(action, message)
    client.dismiss(id)
  }
  const renderer = rendererOf(render, message)
  return (
    <li
      className="flashpost-toast"
      aria-busy={message.busy ?? false}
      {...client.getMessageProps(message)}
    >
      <ToastIcon level={message.levelTag} />
      <div className="flashpost-content">
        {renderer ? renderer(message) : <ToastText message={message} />}
        <ToastActions message={message} onAction={act} />
      </div>
      <button
        type="button"
        className="flashpost-close"
        aria-label={labels.close}
        onClick={() => client.dismiss(id)}
      />
    </li>
  )
})

function ToastText({ message }: { readonly message: ClientMessage }): ReactElement {
  const { text, description, url } = message
  return (
    <>
      <p className="flashpost-text">{url === undefined ? text : <a href={url}>{text}</a>}</p>
      {description !== undefined && <p className="flashpost-description">{description}</p>}
    </>
  )
}
