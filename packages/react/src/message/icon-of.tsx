import type { BuiltInLevel } from '@flashpost/core'
import type { ReactNode } from 'react'
import type { ClientMessage } from '../client.ts'
import { lookOf } from './look-of.ts'
import { MessageBoundary } from './message-boundary.tsx'
import { signOf } from './sign-of.tsx'

const other = 'M8 4.5v0M8 7.5v4'
const paths: Readonly<Record<BuiltInLevel, string>> = {
  debug: other,
  info: other,
  success: 'm4.5 8.5 2.5 2.5 4.5-5.5',
  warning: 'M8 4.5v4m0 3v0',
  error: 'm5.5 5.5 5 5m0-5-5 5',
}

/** A level's sign. Readers pass over it: the message around it is described by its level. */
export function iconOf(
  message: ClientMessage,
  icons: Readonly<Record<string, ReactNode>> = {},
): ReactNode {
  const { level, levelTag, busy, icon: own } = message
  const look = lookOf(level)
  const name = levelTag in icons ? levelTag : look
  const icon = own === undefined ? icons[busy ? 'busy' : name] : own
  if (icon === null) return null
  if (icon !== undefined)
    return (
      <span className="flashpost-own-icon" aria-hidden>
        <MessageBoundary message={message} fallback={null}>
          {icon}
        </MessageBoundary>
      </span>
    )
  return signOf('icon', paths[look])
}
