import type { Level, MessageName } from '@flashpost/core'
import type { ClientMessage, MessagesState } from '../client.ts'

/** Which messages are meant. What is absent does not matter. */
export interface MessageFilter {
  /** Those of this level, or of one of these. */
  readonly level?: Level | readonly Level[]
  /** Those that have all of these tags, separated by spaces. */
  readonly tags?: string
  /** Those made from this catalog entry, or from one of these. */
  readonly name?: MessageName | readonly MessageName[]
}

/** A filter as a text, the same for filters that mean the same. */
export function encodeFilter({ level, tags, name }: MessageFilter): string {
  return JSON.stringify({ level, tags, name })
}

/**
 * Makes a selector of the messages that a filter means. Its result stays the same array for as long as it holds the same
 * messages, so that nobody renders without a change.
 */
export function createSelector(
  filter: string,
  levels: Readonly<Record<string, number>>,
): (state: MessagesState) => readonly ClientMessage[] {
  const { level, tags, name } = JSON.parse(filter) as MessageFilter
  const numbers =
    level === undefined
      ? undefined
      : [level].flat().map((one) => (typeof one === 'number' ? one : levels[one]))
  const names: readonly string[] | undefined = name === undefined ? undefined : [name].flat()
  const words = tags?.split(' ')
  const matches = (message: ClientMessage) =>
    (!numbers || numbers.includes(message.level)) &&
    (!names || names.includes(message.name ?? '')) &&
    (!words || words.every((word) => message.tags.split(' ').includes(word)))

  let selected: readonly ClientMessage[] = []
  return ({ messages }) => {
    const next = messages.filter(matches)
    const isSame =
      next.length === selected.length && next.every((message, index) => message === selected[index])
    selected = isSame ? selected : next
    return selected
  }
}
