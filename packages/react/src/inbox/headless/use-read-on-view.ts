import type { StoredMessage } from '@flashpost/core'
import { useEffect, useRef } from 'react'
import type { InboxMarks } from '../hooks/use-inbox-marks.ts'

/** For how long an entry is looked at until it counts as read, in milliseconds. */
const glance = 1_000

/** How much of an entry is most of it, and how much of one that is longer than its list does, in pixels. */
const [most, much] = [0.6, 160]
const steps = Array.from({ length: 13 }, (_, index) => index / 20)

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
    // Nothing is seen while the page is not, and a glance begins anew.
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(conclude, glance)
    }
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio, intersectionRect } of entries) {
          const id = (target as HTMLElement).dataset['inboxEntry']!
          if (intersectionRatio >= most || intersectionRect.height >= much) seen.add(id)
          else seen.delete(id)
        }
        wait()
      },
      { threshold: steps },
    )
    for (const entry of feed.querySelectorAll('[data-inbox-entry][data-state="unread"]'))
      observer.observe(entry)
    document.addEventListener('visibilitychange', wait)
    return () => {
      clearTimeout(timer)
      seen.clear()
      observer.disconnect()
      document.removeEventListener('visibilitychange', wait)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the messages by their ids
  }, [feed, all, read])
}
