'use client'

import type { StoredMessage } from '@flashpost/core'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { HTMLAttributes, KeyboardEvent, RefCallback } from 'react'
import type { InboxMarks } from '../hooks/use-inbox-marks.ts'
import { entryOf, isNowhere } from './use-kept-focus.ts'
import { useReadOnView } from './use-read-on-view.ts'

/** What `useInboxFeed` is told. */
export interface InboxFeedOptions {
  /** The messages of the list, as `useInbox` has them. */
  readonly messages: readonly StoredMessage[]
  /** What the keys do with messages. */
  readonly marks: InboxMarks & { readonly undo: () => void }
  /**
   * When a message counts as read: when it was opened, when it was on screen for a second, or when its reader says so.
   * @default 'click'
   */
  readonly readOn?: 'click' | 'view' | 'button' | undefined
  /**
   * What marks those that were on screen for a second. One that belongs to another `useInboxMarks` than `marks` leaves the mark
   * alone that can be taken back: nobody has pressed anything.
   * @default marks.read
   */
  readonly see?: InboxMarks['read']
  /**
   * Whether there is more to load.
   * @default false
   */
  readonly hasNextPage?: boolean
  /** Loads more. */
  readonly fetchNextPage?: () => unknown
  /**
   * Whether messages are being loaded.
   * @default false
   */
  readonly isFetching?: boolean
  /**
   * Whether loading more has failed: it is not tried again by itself.
   * @default false
   */
  readonly isFetchNextPageError?: boolean
}

/** What makes elements of one's own a list of messages. */
export interface InboxFeed {
  /** Goes on the element around the entries: a feed (WAI-ARIA 1.2, section 5.4) in which the arrow keys move. */
  readonly feedProps: HTMLAttributes<HTMLElement> & { readonly ref: RefCallback<HTMLElement> }
  /** Goes on each entry, an `article`, beside a `key` and what labels it. */
  readonly getItemProps: (message: StoredMessage) => HTMLAttributes<HTMLElement>
  /** The entry that the Tab key leads to. */
  readonly active: string | undefined
  /** Goes on an element behind the last entry: when it comes near, more is loaded. */
  readonly endRef: RefCallback<HTMLElement>
}

/**
 * A list of messages for one's own elements. `ArrowDown` or `j`, `ArrowUp` or `k`, `Home` and `End` move; `Enter` or `o` opens, `u`
 * marks as read or unread, `e` puts into the archive or takes out, `Delete` or `#` removes, and `z` takes the last one back.
 *
 * @example
 * const { feedProps, getItemProps, endRef } = useInboxFeed({ messages, marks })
 * <div {...feedProps}>{messages.map((m) => <article key={m.id} {...getItemProps(m)}>{m.text}</article>)}</div>
 */
export function useInboxFeed(options: InboxFeedOptions): InboxFeed {
  const {
    messages,
    readOn = 'click',
    hasNextPage,
    fetchNextPage,
    isFetching = false,
    isFetchNextPageError,
    marks,
    see = marks.read,
  } = options
  const [element, ref] = useState<HTMLElement | null>(null)
  const [end, endRef] = useState<HTMLElement | null>(null)
  const [chosen, choose] = useState<string>()
  // Where the focus is, should its entry leave.
  const focused = useRef({ id: '', index: -1 })
  const active = messages.some(({ id }) => id === chosen) ? chosen : messages[0]?.id

  useLayoutEffect(() => {
    const { id, index } = focused.current
    if (index < 0 || messages.some((each) => each.id === id)) return
    const next = messages[Math.min(index, messages.length - 1)]
    if (next && isNowhere(element)) entryOf(element, next.id)?.focus()
  }, [element, messages])
  useReadOnView(element, messages, readOn === 'view' ? see : undefined)
  useEffect(() => {
    // Anew for each page: the end may still be in sight when one has come.
    if (!end || !hasNextPage || isFetching || isFetchNextPageError) return undefined
    if (typeof IntersectionObserver === 'undefined') return undefined
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) fetchNextPage?.()
      },
      { rootMargin: '400px' },
    )
    observer.observe(end)
    return () => observer.disconnect()
  }, [end, hasNextPage, fetchNextPage, isFetching, isFetchNextPageError])

  return {
    feedProps: {
      ref,
      role: 'feed',
      'aria-busy': isFetching,
      onKeyDown: (event) => press(event, options),
      onFocus({ target }) {
        const id = target.closest<HTMLElement>('[data-inbox-entry]')?.dataset['inboxEntry']
        if (id === undefined) return
        focused.current = { id, index: messages.findIndex((each) => each.id === id) }
        choose(id)
      },
      onBlur() {
        if (isNowhere(element)) focused.current = { id: '', index: -1 }
      },
    },
    active,
    endRef,
    getItemProps: (message) => itemPropsOf(message, message.id === active),
  }
}

/** What makes an element an entry. */
export function itemPropsOf(
  { id, readAt }: StoredMessage,
  isActive: boolean,
): HTMLAttributes<HTMLElement> & Readonly<Record<`data-${string}`, string>> {
  return {
    tabIndex: isActive ? 0 : -1,
    'data-inbox-entry': id,
    'data-state': readAt === undefined ? 'unread' : 'read',
  }
}

function press(event: KeyboardEvent<HTMLElement>, { messages, marks }: InboxFeedOptions): void {
  const { key, target, currentTarget } = event
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return
  if (target.closest('input, textarea, select, [contenteditable]')) return
  const entries = [...currentTarget.querySelectorAll<HTMLElement>('[data-inbox-entry]')]
  const entry = target.closest<HTMLElement>('[data-inbox-entry]')
  const at = entry ? entries.indexOf(entry) : -1
  const message = messages.find(({ id }) => id === entry?.dataset['inboxEntry'])
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    j: at + 1,
    ArrowUp: at - 1,
    k: at - 1,
    Home: 0,
    End: entries.length - 1,
  }
  const to = entries[moves[key] ?? -1]
  if (to) to.focus()
  else if (key === 'z') marks.undo()
  else if (!message || !(key in moves || actBy(key, message, marks, entry, target))) return
  event.preventDefault()
}

/** Does what a key is for. Says whether it is for anything. */
function actBy(
  key: string,
  { id, readAt, archivedAt }: StoredMessage,
  marks: InboxMarks,
  entry: HTMLElement | null,
  target: Element,
): boolean {
  if (key === 'u') marks[readAt === undefined ? 'read' : 'unread'](id)
  else if (key === 'e') marks[archivedAt === undefined ? 'archive' : 'unarchive'](id)
  else if (key === 'Delete' || key === '#') marks.remove(id)
  // On a button or link inside, Enter is that element's own.
  else if (key === 'o' || (key === 'Enter' && target === entry))
    (entry?.querySelector<HTMLElement>('a[href]') ?? entry)?.click()
  else return false
  return true
}
