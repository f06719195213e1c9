import type { Level, MessageName } from '@flashpost/core'
import type { ClientMessage } from '../client.ts'

/** Which messages are meant: those to which everything applies that is said here. */
export interface MessageFilter {
  /** Those of this level, or of one of these. */
  readonly level?: Level | readonly Level[]
  /** Those that have all of these tags, separated by spaces or in a list. */
  readonly tags?: string | readonly string[]
  /** Those made from this catalog entry, or from one of these. */
  readonly name?: MessageName | readonly MessageName[]
}

/** The list that was there before, when the next one is no other. */
export function keep<Item>(before: readonly Item[], next: readonly Item[]): readonly Item[] {
  const isSame = next.length === before.length && next.every((item, at) => item === before[at])
  return isSame ? before : next
}

/** Says whether a filter means a message. */
export function matches(
  { level, tags = [], name }: MessageFilter,
  levels: Readonly<Record<string, number>>,
  message: ClientMessage,
): boolean {
  const isAny = (wanted: unknown, is: (one: unknown) => boolean) =>
    wanted === undefined || [wanted].flat().some(is)
  const words = message.tags.split(' ')
  return (
    isAny(level, (one) => message.level === (levels[one as string] ?? one)) &&
    isAny(name, (one) => message.name === one) &&
    [tags].flat().every((each) => each.split(' ').every((word) => words.includes(word)))
  )
}
