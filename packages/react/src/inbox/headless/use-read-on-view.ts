import type { StoredMessage } from '@flashpost/core'
import { useEffect, useRef } from 'react'
import type { InboxMarks } from '../hooks/use-inbox-marks.ts'

/** For how long an entry is looked at until it counts as read, in milliseconds. */
const glance = 1_000

/** Marks what was in sight for a second, with most of it, as read. */
export function useReadOnView(
  feed: HTMLElement | null,
  messages: readonly StoredMessage[],
  read: InboxMarks['read'] | undefined,
): void {
  const inSight = useRef(new Set<string>())
  const unread = messages.filter(({ readAt }) => readAt === undefined).map(({ id }) => id)
  const all = unread.join(' ')
  useEffect(() => {
    const seen = inSight.current
    if (!read || !feed || typeof IntersectionObserver === 'undefined') return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const conclude = () => {
      const ids = unread.filter((id) => seen.has(id))
      if (ids.length > 0 && !document.hidden) read(ids)
    }
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const id = (target as HTMLElement).dataset['inboxEntry']!
          if (isIntersecting) seen.add(id)
          else seen.delete(id)
        }
        clearTimeout(timer)
        timer = setTimeout(conclude, glance)
      },
      { threshold: 0.6 },
    )
    for (const entry of feed.querySelectorAll('[data-inbox-entry][data-state="unread"]'))
      observer.observe(entry)
    document.addEventListener('visibilitychange', conclude)
    return () => {
      clearTimeout(timer)
      seen.clear()
      observer.disconnect()
      document.removeEventListener('visibilitychange', conclude)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the messages by their ids
  }, [feed, all, read])
}
