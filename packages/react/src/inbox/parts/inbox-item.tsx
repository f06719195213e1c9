import type { InboxMark, StoredMessage } from '@flashpost/core'
import { memo, useId } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { lookOf } from '../../message/look-of.ts'
import { MessageBoundary } from '../../message/message-boundary.tsx'
import { itemPropsOf } from '../headless/use-inbox-feed.ts'
import type { InboxMarks } from '../hooks/use-inbox-marks.ts'
import type { InboxProps } from './inbox-props.ts'
import { InboxTime } from './inbox-time.tsx'
import type { Times } from './inbox-time.tsx'
import { ItemActions } from './item-actions.tsx'
import { contentOf } from './item-content.tsx'
import type { ItemContent } from './item-content.tsx'
import type { InboxLabels } from './labels.ts'
import { signOf } from './sign.tsx'
import { toolOf } from './tool-of.tsx'

/** What an entry needs to know. */
export interface InboxItemProps extends ItemContent, Pick<InboxProps, 'icons' | 'onAction'> {
  readonly readsOnClick: boolean
  readonly position: number
  /** How many there are; -1 while nobody knows. */
  readonly size: number
  readonly marks: InboxMarks
  readonly labels: InboxLabels
  readonly times: Times
}

/** One message of the inbox. Renders alone: when it changes, or has become the one that the Tab key leads to. */
export const InboxItem = memo(function InboxItem(props: InboxItemProps): ReactElement {
  const { message, isActive, readsOnClick, marks, labels, times } = props
  const { id, level, levelTag, readAt, arrivedAt, topic } = message
  const label = useId()
  const isUnread = readAt === undefined
  const open = () => {
    if (readsOnClick && isUnread) marks.read(id)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/role-supports-aria-props -- the keys are the feed's
    <article
      className="flash-inbox-item"
      data-look={lookOf(level)}
      aria-labelledby={label}
      // oxlint-disable-next-line jsx-a11y/aria-props, jsx-a11y/role-supports-aria-props -- WAI-ARIA 1.3, section 6.6
      aria-description={[labels.level(levelTag), isUnread && labels.isUnread]
        .filter(Boolean)
        .join(', ')}
      aria-posinset={props.position}
      aria-setsize={props.size}
      {...itemPropsOf(message, isActive)}
      onClick={open}
    >
      {iconOf(props)}
      <div className="flash-inbox-content">
        <div id={label} className="flash-inbox-body">
          {contentOf(props)}
        </div>
        <p className="flash-inbox-meta">
          <InboxTime at={arrivedAt} times={times} />
          {topic !== undefined && (
            <>
              <span className="flash-inbox-dot" aria-hidden>
                ·
              </span>
              <span className="flash-inbox-topic">{topic}</span>
            </>
          )}
        </p>
        {message.actions && <ItemActions {...props} actions={message.actions} />}
      </div>
      <div className="flash-inbox-tools">{toolsOf(message, marks, labels, isActive)}</div>
    </article>
  )
})

function iconOf({ message, icons = {} }: InboxItemProps): ReactNode {
  const look = lookOf(message.level)
  const own = icons[message.levelTag in icons ? (message.levelTag as typeof look) : look]
  if (own === null) return null
  return (
    <span className="flash-inbox-icon" aria-hidden>
      {own === undefined ? (
        signOf(look)
      ) : (
        <MessageBoundary message={message} fallback={null}>
          {own}
        </MessageBoundary>
      )}
    </span>
  )
}

/** What can be done with every message. */
function toolsOf(
  { id, readAt, archivedAt }: StoredMessage,
  marks: InboxMarks,
  labels: InboxLabels,
  isActive: boolean,
): ReactNode {
  const tool = (mark: InboxMark, label: string) =>
    toolOf(mark, label, () => marks[mark](id), false, isActive ? 0 : -1)
  return (
    <>
      {readAt === undefined ? tool('read', labels.read) : tool('unread', labels.markUnread)}
      {archivedAt === undefined
        ? tool('archive', labels.archive)
        : tool('unarchive', labels.unarchive)}
      {tool('remove', labels.remove)}
    </>
  )
}
