import { FlashError } from '@flashpost/core'
import type { MessageDraft, MessageOptions } from '@flashpost/core'
import { createLevelMethods, defaultTag, readMessage } from '@flashpost/core/protocol'
import type { AddMessage, LevelMethods } from '@flashpost/core/protocol'
import type { ClientMessage } from '../client-message.ts'
import { createId } from './create-id.ts'
import type { MessagesClientOptions } from '../options.ts'
import type { MessageBox } from './message-box.ts'

/** A message of the app's own, before it has an id. */
export interface LocalDraft extends MessageDraft {
  /** Whether the message stands for work that runs; it then stays until that changes. */
  readonly busy?: boolean
}

/** What may be changed about a message that is already there. */
export type MessageChange = Partial<LocalDraft>

/** Messages of the app's own, made in the browser. Its methods, one for each level, answer with the new message's id. */
export interface LocalMessages extends LevelMethods<MessageOptions, string> {
  /**
   * Adds a message; an empty text is ignored, and so is everything on a server. What a message from the server could not have, such as a link with another
   * scheme than http(s), is left out.
   * @returns its id
   * @throws FlashError `FLASH_ERR_LEVEL` for an unknown level
   */
  readonly add: AddMessage<MessageOptions, string, LocalDraft>
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
  const add = createLevelMethods<MessageOptions, string, LocalDraft>(
    Object.keys(numbers),
    (draft) => {
      const id = createId()
      if (draft.text) put([read({ ...draft, id, local: true })])
      return id
    },
  )
  const update = (id: string, news: MessageChange) => {
    const message = find(id)
    // A new text is not one of the catalog's any more.
    const named = news.text === undefined ? {} : { name: undefined, params: undefined }
    if (message) change(read({ ...message, ...named, ...news }))
  }
  const levelMethods: LevelMethods<MessageOptions, string> = add
  return Object.assign({}, levelMethods, { add, update })
}
