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
 * Says whether a filter means a message.
 * @param numberOf the number of a level that the filter names
 */
export function matches(
  { level, tags = [], name }: MessageFilter,
  message: Pick<Message, 'level' | 'tags' | 'name'>,
  numberOf: (level: Level) => unknown,
): boolean {
  const isAny = (wanted: unknown, is: (one: unknown) => boolean) =>
    wanted === undefined || [wanted].flat().some(is)
  const words = message.tags.split(' ')
  return (
    isAny(level, (one) => message.level === numberOf(one as Level)) &&
    isAny(name, (one) => message.name === one) &&
    [tags].flat().every((each) => each.split(' ').every((word) => words.includes(word)))
  )
}
