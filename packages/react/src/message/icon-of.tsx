import type { ReactNode } from 'react'
import type { ClientMessage } from '../client.ts'

const paths: Readonly<Record<string, string>> = {
  success: 'm4.5 8.5 2.5 2.5 4.5-5.5',
  warning: 'M8 4.5v4m0 3v0',
  error: 'm5.5 5.5 5 5m0-5-5 5',
}
const otherPath = 'M8 4.5v0M8 7.5v4'

/** A level's sign. Readers pass over it, because the message says what is the matter. */
export function iconOf(
  { levelTag, busy, icon: own }: ClientMessage,
  icons: Readonly<Record<string, ReactNode>> | undefined,
): ReactNode {
  const icon = own === undefined ? icons?.[busy ? 'busy' : levelTag] : own
  if (icon === null) return null
  if (icon !== undefined)
    return (
      <span className="flashpost-own-icon" aria-hidden>
        {icon}
      </span>
    )
  return (
    <svg className="flashpost-icon" viewBox="0 0 16 16" aria-hidden>
      <path d={paths[levelTag] ?? otherPath} />
    </svg>
  )
}
