import { memo, version } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { useMessage } from '../../hooks/use-message.ts'
import type { ToastEntry } from '../core/deck.ts'
import { useAction } from '../headless/use-action.ts'
import { rendererOf } from '../renderers.ts'
import type { ToastOptions } from '../toaster-props.ts'
import { ToastActions } from './toast-actions.tsx'
import { ToastIcon } from './toast-icon.tsx'

/** One message on screen. It reads its message itself, so that a change renders nothing else. */
export const Toast = memo(function Toast({
  client,
  toast,
  options,
}: {
  readonly client: MessagesClient
  readonly toast: ToastEntry
  readonly options: ToastOptions
}): ReactElement | null {
  const { close, render, onAction, icons, closeButton } = options
  const message = useMessage(toast.id, client) ?? toast.leaving
  const [isWaiting, act] = useAction(client, onAction)
  if (!message) return null
  const renderer = rendererOf(render, message)
  return (
    <li
      className="flashpost-toast"
      tabIndex={-1}
      aria-busy={isWaiting || (message.busy ?? false)}
      inert={toast.leaving && isInert}
      {...client.getMessageProps(message)}
    >
      <ToastIcon message={message} icons={icons} />
      <div className="flashpost-content">
        {renderer ? renderer(message) : <ToastText message={message} />}
        <ToastActions message={message} isWaiting={isWaiting} onAction={act} />
      </div>
      {closeButton && (
        <button
          type="button"
          className="flashpost-close"
          aria-label={close}
          onClick={() => client.dismiss(message.id)}
        />
      )}
    </li>
  )
})

// React 18 knows it only as an attribute, whose presence counts.
const isInert = version.startsWith('18') ? ('' as unknown as true) : true

function ToastText({ message }: { readonly message: ClientMessage }): ReactElement {
  const { text, description, url } = message
  return (
    <>
      <p className="flashpost-text">{url === undefined ? text : <a href={url}>{text}</a>}</p>
      {description !== undefined && <p className="flashpost-description">{description}</p>}
    </>
  )
}
