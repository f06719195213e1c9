import { useState, useEffect } from 'react'
import type { ReactElement } from 'react'

const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** When a message came, as one says it. What came today is said anew each minute. */
export function InboxTime({
  at,
  locale,
}: {
  readonly at: number
  readonly locale: string | undefined
}): ReactElement {
  const [now, setNow] = useState(() => Date.now())
  const isOfToday = now - at < 86_400_000
  useEffect(() => {
    if (!isOfToday) return undefined
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [isOfToday])
  const date = new Date(at)
  return (
    <time
      className="flash-inbox-time"
      dateTime={date.toISOString()}
      title={date.toLocaleString(locale)}
      suppressHydrationWarning
    >
      {timeSince(at, now, locale)}
    </time>
  )
}

/** How long ago something was, in a language: “5 min. ago”, “yesterday”, “last year”. */
function timeSince(at: number, now: number, locale: string | undefined): string {
  const age = now - at
  // Nobody says “last yr.”.
  const style = age < 86_400_000 ? 'short' : 'long'
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style })
  const [unit, length] = units.find((each) => age >= each[1]) ?? []
  return unit ? format.format(-Math.floor(age / length), unit) : format.format(0, 'second')
}
