import { levels } from '@flashpost/core'
import { buildMessage, createIdGenerator } from '@flashpost/core/protocol'
import type { BuiltInLevel, Message, MessageOptions } from '@flashpost/core'

export const createId = createIdGenerator({
  now: Date.now,
  fill: (bytes) => crypto.getRandomValues(bytes),
})

/** A message as a server would send it. */
export function message(
  text: string,
  { level = 'info', ...options }: MessageOptions & { level?: BuiltInLevel } = {},
): Message {
  return buildMessage({
    id: createId(),
    level: levels[level],
    levelTag: level,
    text,
    ...options,
  })
}
