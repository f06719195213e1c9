import type { Emitter } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage } from './client-message.ts'
import { isUnderWay } from './is-under-way.ts'
import type { MessageBox } from './store/message-box.ts'
import type { Claims } from './tabs/claims.ts'

export interface WorkTools {
  readonly claims: Claims
  readonly on: Emitter<ClientEvents>['on']
  readonly remove: MessageBox['remove']
  /** The server may let go of these, although nobody sees them. */
  readonly acknowledge: (ids: readonly string[]) => void
}

/**
 * Claims messages like `claims`, and knows of work that tells of its steps under one key: who has put that away is not shown
 * the next steps, in whichever tab, but is shown the end; and a step that another tab shows takes away the one before here.
 */
export function createWork({ claims, on, remove, acknowledge }: WorkTools): Claims['take'] {
  const putAway = new Set<string>()
  on('dismissed', ({ messages, reason }) => {
    for (const { key, ...message } of messages)
      if (key !== undefined && reason === 'dismissed' && !message.local && isUnderWay(message))
        putAway.add(key)
  })
  const isRefused = (message: ClientMessage, key: string) => {
    if (!isUnderWay(message)) putAway.delete(key)
    return putAway.has(key)
  }

  return async (message, retry) => {
    const { id, key } = message
    if (key === undefined) return claims.take(message, retry)
    if (isRefused(message, key)) {
      acknowledge([id])
      return false
    }
    const isMine = await claims.take(message, retry)
    const isBefore = (other: ClientMessage) =>
      other.key === key && other.id < id && !other.local && isUnderWay(other)
    if (!isMine) remove(isBefore, 'elsewhere')
    return isMine
  }
}
