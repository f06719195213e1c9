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

/** How times are said in a language. What says them is made once for a list: that takes longer than all the rest of an entry. */
export interface Times {
  /** How long ago something was, in milliseconds: “5 min. ago”, “yesterday”, “last year”. */
  readonly since: (age: number) => string
  readonly locale: string | undefined
}

export function timesOf(locale: string | undefined): Times {
  const formatOf = (style: 'short' | 'long') =>
    new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style })
  const [short, long] = [formatOf('short'), formatOf('long')]
  return {
    since(age) {
      // Nobody says “last yr.”.
      const format = age < 86_400_000 ? short : long
      const [unit, length] = units.find((each) => age >= each[1]) ?? []
      return unit ? format.format(-Math.floor(age / length), unit) : format.format(0, 'second')
    },
    locale,
  }
}

/** When a message came, as one says it. What came today is said anew each minute. */
export function InboxTime({
  at,
  times: { since, locale },
}: {
  readonly at: number
  readonly times: Times
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
      {since(now - at)}
    </time>
  )
}
