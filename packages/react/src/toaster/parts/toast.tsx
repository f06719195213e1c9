import { memo, version } from 'react'
import type { ReactElement } from 'react'
import type { ClientMessage, MessagesClient } from '../../client.ts'
import { useMessage } from '../../hooks/use-message.ts'
import { useMessageItem } from '../../message/use-message-item.tsx'
import { defaultLabels } from '../labels.ts'
import type { ToasterProps } from '../toaster-props.ts'

/** One message on screen. It reads its message itself, so that a change renders nothing else. */
export const Toast = memo(function Toast({
  client,
  id,
  leaving,
  options,
}: {
  readonly client: MessagesClient
  readonly id: string
  /** The message as it was at last, when it is gone. */
  readonly leaving: ClientMessage | undefined
  readonly options: ToasterProps
}): ReactElement | null {
  const { closeButton = true, labels, wrapUpdate } = options
  return useMessageItem({
    client,
    message: useMessage(id, client) ?? leaving,
    className: 'flashpost-toast',
    closeLabel: closeButton ? (labels?.close ?? defaultLabels.close) : null,
    levelLabel: labels?.level ?? defaultLabels.level,
    inert: leaving && !wrapUpdate ? isInert : undefined,
    options,
  })
})

// React 18 knows it only as an attribute, whose presence counts.
const isInert = version.startsWith('18') ? ('' as unknown as true) : true
