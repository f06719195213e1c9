import { memo, version } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { useMessage } from '../../hooks/use-message.ts'
import { useAction } from '../headless/use-action.ts'
import { defaultLabels } from '../labels.ts'
import { rendererOf } from '../../message/renderers.ts'
import type { ToasterProps } from '../toaster-props.ts'
import { actionsOf } from '../../message/actions-of.tsx'
import { iconOf } from '../../message/icon-of.tsx'
import { textOf } from '../../message/text-of.tsx'

/** One message on screen. It reads its message itself, so that a change renders nothing else. */
export const Toast = memo(function Toast({
  client,
  id,
  leaving,
  options: { render, onAction, icons, closeButton = true, labels, wrapUpdate },
}: {
  readonly client: MessagesClient
  readonly id: string
  /** The message as it was at last, when it is gone. */
  readonly leaving: ClientMessage | undefined
  readonly options: ToasterProps
}): ReactElement | null {
  const message = useMessage(id, client) ?? leaving
  const [isWaiting, act] = useAction(client, onAction)
  if (!message) return null
  const renderer = rendererOf(render, message)
  return (
    <li
      className="flashpost-toast"
      tabIndex={-1}
      aria-busy={isWaiting || (message.busy ?? false)}
      inert={leaving && !wrapUpdate && isInert}
      {...client.getMessageProps(message)}
    >
      {iconOf(message, icons)}
      <div className="flashpost-content">
        {renderer ? renderer(message) : textOf(message)}
        {actionsOf(message, isWaiting, act)}
      </div>
      {closeButton && (
        <button
          type="button"
          className="flashpost-close"
          aria-label={labels?.close ?? defaultLabels.close}
          onClick={() => client.dismiss(id)}
        />
      )}
    </li>
  )
})

// React 18 knows it only as an attribute, whose presence counts.
const isInert = version.startsWith('18') ? ('' as unknown as true) : true
