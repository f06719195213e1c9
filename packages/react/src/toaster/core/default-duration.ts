import { levels } from '@flashpost/core'
import { isUnderWay } from '@flashpost/core/protocol'
import type { ClientMessage } from '../../client.ts'

/** Enough time to read (WCAG 2.2, 2.2.1): what asks for something stays, the rest as long as its text takes. */
export function defaultDuration(message: ClientMessage): number | null {
  if (
    message.busy ||
    isUnderWay(message) ||
    message.level >= levels.error ||
    message.actions?.length
  )
    return null
  const { length } = message.text + (message.description ?? '')
  return Math.max(6_000, 1_000 + 60 * length)
}
