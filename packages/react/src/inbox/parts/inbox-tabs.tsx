import type { InboxCounts } from '@flashpost/core'
import type { KeyboardEvent, ReactElement } from 'react'
import { buttonOf } from '../../message/button-of.tsx'
import type { InboxTab } from './inbox-props.ts'
import type { InboxLabels } from './labels.ts'

/** The lists that an inbox has when nobody says otherwise. */
export function tabsOf({ all, unread, archived, emptyArchive }: InboxLabels): readonly InboxTab[] {
  return [
    { label: all, filter: {} },
    { label: unread, filter: { state: 'unread' } },
    { label: archived, filter: { state: 'archived' }, empty: emptyArchive },
  ]
}

/** What chooses a list: tabs (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/), which the arrow keys go along. */
export function InboxTabs({
  id,
  panel,
  tabs,
  chosen,
  onChoose,
  counts,
  labels,
}: {
  readonly id: string
  readonly panel: string
  readonly tabs: readonly InboxTab[]
  readonly chosen: number
  readonly onChoose: (index: number) => void
  readonly counts: InboxCounts | undefined
  readonly labels: InboxLabels
}): ReactElement {
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget, key } = event
    const isBackwards = getComputedStyle(currentTarget).direction === 'rtl'
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: isBackwards ? -1 : 1,
      ArrowLeft: isBackwards ? 1 : -1,
    }
    const ends: Readonly<Record<string, number>> = { Home: 0, End: tabs.length - 1 }
    const step = steps[key]
    const next = step === undefined ? ends[key] : (chosen + step + tabs.length) % tabs.length
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
    currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its tabs have the focus
    <div className="flash-inbox-tabs" role="tablist" aria-label={labels.title} onKeyDown={move}>
      {tabs.map(({ label, filter }, index) =>
        buttonOf(
          {
            className: 'flash-inbox-tab',
            id: `${id}tab${index}`,
            role: 'tab',
            'aria-selected': index === chosen,
            'aria-controls': panel,
            tabIndex: index === chosen ? 0 : -1,
            onClick: () => onChoose(index),
            children: (
              <>
                {label}
                {isOfUnread(filter) && counts !== undefined && counts.unread > 0 && (
                  <span className="flash-inbox-count">{labels.badge(counts.unread)}</span>
                )}
              </>
            ),
          },
          `${index}`,
        ),
      )}
    </div>
  )
}

/** Says whether a list is all that is unread: how many these are is known. */
function isOfUnread(filter: InboxTab['filter']): boolean {
  return filter.state === 'unread' && Object.keys(filter).length === 1
}
