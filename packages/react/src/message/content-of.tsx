import type { ReactElement, ReactNode } from 'react'
import type { ClientMessage } from '../client.ts'
import { MessageBoundary } from './message-boundary.tsx'
import { rendererOf } from './renderers.ts'
import type { MessageRenderers } from './renderers.ts'
import { textOf } from './text-of.tsx'

/** What a message says: in the app's own way where there is one that works, else as plain text. */
export function contentOf(
  message: ClientMessage,
  renderers: MessageRenderers | undefined,
): ReactElement {
  const renderer = rendererOf(renderers, message)
  if (!renderer) return textOf(message)
  return (
    <MessageBoundary message={message}>
      <Rendered key={message.name ?? message.levelTag} message={message} renderer={renderer} />
    </MessageBoundary>
  )
}

/** Calls a renderer below the boundary; its hooks are its own. */
function Rendered({
  message,
  renderer,
}: {
  readonly message: ClientMessage
  readonly renderer: (message: ClientMessage) => ReactNode
}): ReactNode {
  const own = renderer(message)
  // As of a condition that does not hold.
  return own && own !== true ? own : textOf(message)
}
