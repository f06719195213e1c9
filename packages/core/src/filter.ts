import type { MessageName } from './catalog.ts'
import type { Level } from './levels.ts'
import type { Message } from './message.ts'

/** Which messages are meant: those to which everything applies that is said here. */
export interface MessageFilter {
  /** Those of this level, or of one of these. */
  readonly level?: Level | readonly Level[]
  /** Those that have all of these tags, separated by spaces or in a list. */
  readonly tags?: string | readonly string[]
  /** Those made from this catalog entry, or from one of these. */
  readonly name?: MessageName | readonly MessageName[]
}

/**
 * Makes what says whether a filter means a message.
 * @param numberOf the number of a level that the filter names; may throw
 */
export function createMatcher(
  { level, tags = [], name }: MessageFilter,
  numberOf: (level: Level) => unknown,
): (message: Pick<Message, 'level' | 'tags' | 'name'>) => boolean {
  const levels = level === undefined ? undefined : [level].flat().map(numberOf)
  const names: readonly unknown[] | undefined = name === undefined ? undefined : [name].flat()
  const words = [tags].flat().join(' ').split(' ').filter(Boolean)
  return (message) =>
    (!levels || levels.includes(message.level)) &&
    (!names || names.includes(message.name)) &&
    words.every((word) => message.tags.split(' ').includes(word))
}
