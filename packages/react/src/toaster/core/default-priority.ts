import { levels } from '@flashpost/core'
import type { ClientMessage } from '../../client.ts'

/** What asks for something first, then the answers to what the person has done, then all the rest. */
export function defaultPriority(message: ClientMessage): number {
  const { level, actions, local, answer } = message
  if (level >= levels.error || actions?.length) return 2
  return local || answer ? 1 : 0
}
