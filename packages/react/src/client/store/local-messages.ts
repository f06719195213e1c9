import type { LevelName, MessageDraft, MessageOptions } from '@flashpost/core'
import { createAdd, defaultTag, isUnderWay, readMessage } from '@flashpost/core/protocol'
import type { AddMessage, LevelMethods } from '@flashpost/core/protocol'
import type { ClientAction, ClientMessage } from '../client-message.ts'
import { createId } from './create-id.ts'
import { isError } from './is-error.ts'
import type { MessagesClientOptions } from '../options.ts'
import { problem } from '../problems.ts'
import type { MessageBox } from './message-box.ts'

/** What may be said about a message of the app's own beside its level and text. */
export interface LocalOptions
  extends Omit<MessageOptions, 'actions'>, Pick<ClientMessage, 'actions' | 'icon' | 'onDismiss'> {
  /** The one thing that the reader can do about it, in place of `actions`. */
  readonly action?: ClientAction | undefined
  /** Whether the message stands for work that runs; it then stays until that changes. */
  readonly busy?: boolean | undefined
}

/** A message of the app's own, before it has an id. */
export interface LocalDraft extends LocalOptions, Pick<MessageDraft, 'level' | 'name' | 'params'> {
  /** The text. An error's own message is its text. */
  readonly text: string | Error
}

/** What may be changed about a message that is already there. */
export type MessageChange = Partial<LocalDraft>

/** Messages of the app's own, made in the browser. Its methods, one for each level, answer with the new message's id. */
export interface LocalMessages extends LevelMethods<LocalOptions, string, string | Error> {
  /**
   * Adds a message; an empty text is ignored, and so is everything on a server. What a message from the server could not have, such as a link with another
   * scheme than http(s), is left out.
   * @returns its id
   * @throws FlashError `FLASH_ERR_LEVEL` for an unknown level, `FLASH_ERR_TEXT` for a text that is none
   */
  readonly add: AddMessage<LocalOptions, string, LocalDraft, string | Error>
  /**
   * Adds a message that stands for work that runs, until an update gives it another level or it is dismissed.
   * @returns its id
   * @example
   * const id = client.loading('Saving')
   * client.update(id, { level: 'success', text: 'Saved' })
   */
  readonly loading: (text: string | Error, options?: LocalOptions) => string
  /**
   * Changes a message in place; one that is gone stays gone, and an empty text is ignored. A change that gives a level to a message for work that runs
   * ends that work: what was said while it ran, its description and its actions, goes.
   */
  readonly update: (id: string, change: MessageChange) => void
}

export function createLocalMessages(
  { api: { find }, put, change }: Pick<MessageBox, 'api' | 'put' | 'change'>,
  numbers: Readonly<Record<string, number>>,
  tags: MessagesClientOptions['tags'] = {},
): Omit<LocalMessages, LevelName> {
  /** Reads a draft as if it came from outside, so that the same rules hold. */
  const read = (draft: LocalDraft & Pick<ClientMessage, 'id' | 'local'>): ClientMessage => {
    const { local, busy, icon, onDismiss, action } = draft
    const level = numbers[draft.level] ?? draft.level
    const levelTag = tags[level as number] ?? defaultTag(level as number, numbers)
    const text = textOf(draft.text)
    const actions = action ? [action] : draft.actions
    const message = readMessage({ ...draft, level, levelTag, text, actions }, 0)
    if (message) return { ...message, local, busy, icon, onDismiss }
    throw problem('FLASH_ERR_LEVEL', draft.level)
  }
  const take = (draft: LocalDraft) => {
    const id = createId()
    if (draft.text !== '') put([read({ ...draft, id, local: true })])
    return id
  }
  const add = createAdd<LocalOptions, string, LocalDraft, string | Error>(take)
  const update = (id: string, news: MessageChange) => {
    const message = find(id)
    if (!message) return
    const isWork = message.busy || isUnderWay(message)
    const said = isWork && news.level !== undefined ? nothingSaid : {}
    // A new text is not one of the catalog's any more.
    const named = news.text ? { name: undefined, params: undefined } : {}
    const text = news.text || message.text
    change(read({ ...message, ...said, ...named, ...news, text }))
  }
  return {
    add,
    loading: (text, options) => take({ level: 'info', ...options, text, busy: true }),
    update,
  }
}

/** What is left of what was said while work ran, when it is over. */
const nothingSaid: MessageChange = {
  busy: false,
  description: undefined,
  url: undefined,
  actions: undefined,
  icon: undefined,
  urgency: undefined,
  progress: undefined,
}

function textOf(text: string | Error): string {
  const said = isError(text) ? text.message || text.name : text
  if (typeof said === 'string') return said
  throw problem('FLASH_ERR_TEXT', said)
}
