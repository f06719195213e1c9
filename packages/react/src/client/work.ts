import { isUnderWay } from '@flashpost/core/protocol'
import type { Emitter } from '@flashpost/core/protocol'
import type { ClientEvents } from './client-events.ts'
import type { ClientMessage } from './client-message.ts'
import type { MessageBox } from './store/message-box.ts'
import type { Claims } from './tabs/claims.ts'

/** Which messages are this tab's, for as long as there is more of the same to come. */
export interface Work {
  /** As `claims` does. */
  readonly take: Claims['take']
  /** The server knows of these. Nobody is offered them any more, and the claims on them are given up. */
  readonly confirm: (ids: readonly string[]) => void
  /** Nobody looks at this tab: others may have what was not shown. */
  readonly leave: () => void
}

export interface WorkTools {
  readonly claims: Claims
  readonly on: Emitter<ClientEvents>['on']
  readonly box: MessageBox
  /** The server may let go of these, although nobody sees them. */
  readonly acknowledge: (ids: readonly string[]) => void
}

/**
 * Claims messages, and knows of work that tells of its steps under one key: all of it is one tab's. Who has put that away is not
 * shown the next steps, in whichever tab, but is shown the end; and a step that another tab shows takes away the one before here.
 */
export function createWork({ claims, on, box, acknowledge }: WorkTools): Work {
  const { isShown } = box.api
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

  return {
    async take(message, retry) {
      const { id, key } = message
      if (key === undefined) return claims.take(message, retry)
      if (isRefused(message, key)) {
        acknowledge([id])
        return false
      }
      const isMine = await claims.take(message, retry)
      const isBefore = (other: ClientMessage) =>
        other.key === key && other.id < id && !other.local && isUnderWay(other)
      if (!isMine) box.remove(isBefore, 'elsewhere')
      return isMine
    },
    confirm: (ids) => claims.free((each) => ids.includes(each.id) && !isUnderWay(each)),
    leave: () => claims.free((each) => !isShown(each.id) || isUnderWay(each)),
  }
}
