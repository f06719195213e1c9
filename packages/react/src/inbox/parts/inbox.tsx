'use client'

import { useId, useMemo, useState } from 'react'
import type { ReactElement } from 'react'
import { useChunks } from '../headless/use-chunks.ts'
import { useFilling } from '../headless/use-filling.ts'
import { useInboxFeed } from '../headless/use-inbox-feed.ts'
import { useKeptFocus } from '../headless/use-kept-focus.ts'
import { useReadDismissed } from '../headless/use-read-dismissed.ts'
import { useInbox } from '../hooks/use-inbox.ts'
import { useInboxCounts } from '../hooks/use-inbox-counts.ts'
import { useInboxMarks } from '../hooks/use-inbox-marks.ts'
import { buttonOf } from '../../message/button-of.tsx'
import { InboxItem } from './inbox-item.tsx'
import { InboxNotice } from './inbox-notice.tsx'
import type { InboxProps } from './inbox-props.ts'
import { InboxTabs, tabsOf } from './inbox-tabs.tsx'
import { timesOf } from './inbox-time.tsx'
import { defaultLabels } from './labels.ts'
import { EmptyState, FailedState, LoadingState } from './states.tsx'
import { toolOf } from './tool-of.tsx'

/**
 * The messages that are stored for whoever is signed in, with tabs and everything that can be done with them. Takes the style
 * sheet `@flashpost/react/inbox.css`.
 *
 * @example
 * <Inbox readOn="view" filter={{ topic: 'orders' }} />
 */
export function Inbox(props: InboxProps): ReactElement {
  const { client, filter, limit, readOn = 'click', readDismissed = false } = props
  const { className, theme, dir } = props
  const { render, icons, onOpen, onAction, onClose, locale } = props
  const labels = useMemo(() => ({ ...defaultLabels, ...props.labels }), [props.labels])
  const tabs = props.tabs ?? tabsOf(labels)
  const [chosen, choose] = useState(0)
  const tab = tabs[chosen] ?? tabs[0]
  const id = useId()

  const about = { ...filter, ...tab?.filter }
  const asking = client && { client }
  const list = useInbox({ ...about, ...(limit !== undefined && { limit }), ...asking })
  const { counts } = useInboxCounts({ ...filter, ...asking })
  const all = useInboxMarks(client)
  // What is read by looking is nothing to take back.
  const { read: see } = useInboxMarks(client)
  useReadDismissed(client, readDismissed)
  const { read, unread, archive, unarchive, remove } = all
  const marks = useMemo(
    () => ({ read, unread, archive, unarchive, remove }),
    [read, unread, archive, unarchive, remove],
  )
  const { messages, revision, hasNextPage, isFetching, fetchNextPage } = list
  const hasFailed = list.isFetchNextPageError
  const chunks = useChunks(messages, chosen)
  const filled = useFilling(chosen)
  const unfilled = chunks[filled]
  const { feedProps, active, endRef } = useInboxFeed({
    ...list,
    messages: unfilled ? messages.slice(0, unfilled.start) : messages,
    readOn,
    see,
    marks: { ...marks, undo: all.undo },
  })
  const kept = useKeptFocus(active)
  // There may be some further down.
  const hasUnread = hasNextPage || messages.some(({ readAt }) => readAt === undefined)
  const panel = `${id}panel`
  const times = useMemo(() => timesOf(locale), [locale])

  return (
    <section
      className={className ? `flash-inbox ${className}` : 'flash-inbox'}
      aria-labelledby={`${id}title`}
      data-theme={theme}
      dir={dir}
      {...kept}
    >
      <header className="flash-inbox-head">
        <h2 id={`${id}title`} className="flash-inbox-title">
          {labels.title}
        </h2>
        {toolOf(
          'read',
          labels.readAll,
          () => marks.read({ upTo: revision, filter: about }),
          !hasUnread,
        )}
        {onClose && toolOf('close', labels.close, onClose)}
      </header>
      {tabs.length > 1 && (
        <InboxTabs
          id={id}
          panel={panel}
          tabs={tabs}
          chosen={chosen}
          onChoose={choose}
          counts={counts}
          labels={labels}
        />
      )}
      <div
        // Each list begins at its top.
        key={chosen}
        id={panel}
        className="flash-inbox-panel"
        {...(tabs.length > 1 && { role: 'tabpanel', 'aria-labelledby': `${id}tab${chosen}` })}
      >
        {list.isPending && <LoadingState label={labels.loading} />}
        {list.isError && messages.length === 0 && (
          <FailedState labels={labels} onRetry={() => void list.refetch()} />
        )}
        {list.isSuccess && messages.length === 0 && !hasNextPage && (
          <EmptyState text={tab?.empty ?? labels.empty} />
        )}
        {messages.length > 0 && (
          <div className="flash-inbox-feed" aria-label={labels.title} {...feedProps}>
            {chunks.map(({ key, start, messages: some }, rank) => (
              <div key={key} className="flash-inbox-chunk">
                {rank < filled &&
                  some.map((message, index) => (
                    <InboxItem
                      key={message.id}
                      isActive={message.id === active}
                      readsOnClick={readOn !== 'button'}
                      position={start + index + 1}
                      size={hasNextPage ? -1 : messages.length}
                      {...{ message, marks, labels, render, icons, onOpen, onAction, times }}
                    />
                  ))}
              </div>
            ))}
          </div>
        )}
        {hasNextPage && (
          <div ref={endRef} className="flash-inbox-end">
            {hasFailed && (
              <p className="flash-inbox-words" role="alert">
                {labels.failed}
              </p>
            )}
            {buttonOf({
              className: 'flash-inbox-action',
              'aria-disabled': isFetching,
              onClick: () => void fetchNextPage(),
              children: isFetching ? labels.loading : hasFailed ? labels.retry : labels.more,
            })}
          </div>
        )}
      </div>
      <InboxNotice marks={all} labels={labels} />
    </section>
  )
}
