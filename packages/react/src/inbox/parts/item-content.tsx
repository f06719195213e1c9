import type { StoredMessage } from '@flashpost/core'
import type { ReactElement, ReactNode } from 'react'
import { MessageBoundary } from '../../message/message-boundary.tsx'
import { rendererOf } from '../../message/renderers.ts'
import type { InboxProps } from './inbox-props.ts'

/** What the words of an entry depend on. */
export interface ItemContent extends Pick<InboxProps, 'render' | 'onOpen'> {
  readonly message: StoredMessage
  readonly isActive: boolean
}

/** What it says: in the app's own way where there is one that works, else as plain text. */
export function contentOf({ message, render, isActive, onOpen }: ItemContent): ReactElement {
  const { text, description, url } = message
  const own = wordsOf(text)
  const link = (
    <a
      className="flash-inbox-link"
      href={url}
      tabIndex={isActive ? 0 : -1}
      onClick={(event) => onOpen?.(message, event)}
    >
      {own}
    </a>
  )
  const plain = (
    <>
      <p className="flash-inbox-text">{url === undefined ? own : link}</p>
      {description !== undefined && (
        <p className="flash-inbox-description">{wordsOf(description)}</p>
      )}
    </>
  )
  const renderer = rendererOf(render, message)
  return renderer ? (
    <MessageBoundary message={message} fallback={plain}>
      <Own render={() => renderer(message)} plain={plain} />
    </MessageBoundary>
  ) : (
    plain
  )
}

/** In their own direction, on the side of the others. */
function wordsOf(words: string): ReactElement {
  return <bdi className="flash-inbox-bdi">{words}</bdi>
}

/** Calls a renderer below the boundary; its hooks are its own. */
function Own({
  render,
  plain,
}: {
  readonly render: () => ReactNode
  readonly plain: ReactNode
}): ReactNode {
  const own = render()
  // As of a condition that does not hold.
  return own && own !== true ? own : plain
}
