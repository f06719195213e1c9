import { FlashError } from '@flashpost/core'
import { defaultTag, readMessage } from '@flashpost/core/protocol'
import type { Level, LevelName, MessageDraft, MessageOptions } from '@flashpost/core'
import { createId } from './create-id.ts'
import type { MessagesClientOptions } from './options.ts'
import type { ClientMessage, MessageBox } from './store.ts'

/** One method for each level, the app's own included. Each answers with the new message's id. */
export type LevelMethods = {
  readonly [Name in LevelName]: (text: string, options?: MessageOptions) => string
}

/** A message of the app's own, before it has an id. */
export interface LocalDraft extends MessageDraft {
  /** Whether the message stands for work that runs; it then stays until that changes. */
  readonly busy?: boolean
}

/** What may be changed about a message that is already there. */
export type MessageChange = Partial<LocalDraft>

/** Messages of the app's own, made in the browser. */
export interface LocalMessages extends LevelMethods {
  /**
   * Adds a message; an empty text is ignored, and so is everything on a server. What a message from the server could not have, such as a link with another
   * scheme than http(s), is left out.
   * @returns its id
   * @throws FlashError `FLASH_ERR_LEVEL` for an unknown level
   */
  readonly add: {
    (level: Level, text: string, options?: MessageOptions): string
    (draft: LocalDraft, options?: MessageOptions): string
  }
  /** Changes a message in place; one that is gone stays gone. */
  readonly update: (id: string, change: MessageChange) => void
}

export function createLocalMessages(
  { find, put, change }: Pick<MessageBox, 'find' | 'put' | 'change'>,
  numbers: Readonly<Record<string, number>>,
  tags: MessagesClientOptions['tags'] = {},
): LocalMessages {
  /** Reads a draft as if it came from outside, so that the same rules hold. */
  const read = (draft: LocalDraft & Pick<ClientMessage, 'id' | 'local'>): ClientMessage => {
    const { local, busy } = draft
    const level = numbers[draft.level] ?? draft.level
    const levelTag = tags[level as number] ?? defaultTag(level as number, numbers)
    const message = readMessage({ ...draft, level, levelTag }, 0)
    if (message) return { ...message, local, busy }
    throw new FlashError(
      'FLASH_ERR_LEVEL',
      `There is no level "${draft.level}".`,
      'Use a number, or a name that is built in or in the option `levels`.',
    )
  }
  function add(level: Level, text: string, options?: MessageOptions): string
  function add(draft: LocalDraft, options?: MessageOptions): string
  function add(what: Level | LocalDraft, second?: string | MessageOptions, third?: MessageOptions) {
    const draft =
      typeof what === 'object'
        ? { ...what, ...(second as MessageOptions) }
        : { ...third, level: what, text: second as string }
    const id = createId()
    if (draft.text) put([read({ ...draft, id, local: true })])
    return id
  }
  const methods = Object.keys(numbers).map((name) => [
    name,
    (text: string, options?: MessageOptions) => add(name as Level, text, options),
  ])
  return {
    ...(Object.fromEntries(methods) as LevelMethods),
    add,
    update(id, news) {
      const message = find(id)
      // A new text is not one of the catalog's any more.
      const named = news.text === undefined ? {} : { name: undefined, params: undefined }
      if (message) change(read({ ...message, ...named, ...news }))
    },
  }
}
