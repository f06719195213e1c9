import type { Message } from '@flashpost/core'
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { Translate } from './translate.ts'

/** A message in the client's store. */
export interface ClientMessage extends Message {
  /** Whether the app itself added it here; the server knows nothing of it. */
  readonly local?: boolean
  /** Whether it stands for work that still runs. */
  readonly busy?: boolean
  /** The text that came, when `text` is a translation of it. */
  readonly fallback?: string
}

/** What the store holds. */
export interface MessagesState {
  /** Every message that is neither dismissed nor over, in the order of arrival. */
  readonly messages: readonly ClientMessage[]
}

/** The client's store, for reading: a zustand vanilla store. */
export type MessagesStore = Pick<
  StoreApi<MessagesState>,
  'getState' | 'getInitialState' | 'subscribe'
>

export interface MessageBox {
  readonly store: MessagesStore
  readonly find: (id: string) => ClientMessage | undefined
  /** Answers with what has become outdated: the messages whose key others have. */
  readonly put: (messages: readonly ClientMessage[]) => readonly ClientMessage[]
  readonly remove: (messages: readonly ClientMessage[]) => void
  readonly change: (message: ClientMessage) => void
  readonly setTranslate: (translate: Translate | undefined) => void
}

export function createMessageBox(translate: Translate | undefined): MessageBox {
  const store = createStore<MessagesState>(() => ({ messages: [] }))
  const all = () => store.getState().messages
  const set = (messages: readonly ClientMessage[]) =>
    store.setState({ messages: messages.map((message) => say(message, translate)) })
  return {
    store,
    find: (id) => all().find((message) => message.id === id),
    put(messages) {
      const next = [...all()]
      const outdated = messages.flatMap((message) => place(message, next))
      set(next)
      return outdated
    },
    remove: (messages) => set(all().filter((message) => !messages.includes(message))),
    change: (next) => set(all().map((message) => (message.id === next.id ? next : message))),
    setTranslate(next) {
      translate = next
      set(all())
    },
  }
}

/** A message takes the place of the one with the same key, unless that is a newer one that overtook it on the way. */
function place(message: ClientMessage, messages: ClientMessage[]): readonly ClientMessage[] {
  const index = messages.findIndex(({ key }) => key !== undefined && key === message.key)
  const old = messages[index]
  if (!old) {
    messages.push(message)
    return []
  }
  if (message.id < old.id && !message.local && !old.local) return [message]
  messages[index] = message
  return [old]
}

/** The message in the reader's language, as far as there is a translation. The same one when nothing changes. */
function say(message: ClientMessage, translate: Translate | undefined): ClientMessage {
  const fallback = message.fallback ?? message.text
  let text
  try {
    text = message.name && translate?.(message as Parameters<Translate>[0])
  } catch (error) {
    // The app's mistake; the message is shown as it came.
    reportError(error)
  }
  text ||= fallback
  return text === message.text ? message : { ...message, text, fallback }
}
