import type { Message } from '@flashpost/core'
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'

/** A message in the client's store. */
export interface ClientMessage extends Message {
  /** Whether the app itself added it here; the server knows nothing of it. */
  readonly local?: boolean
  /** Whether it stands for work that still runs. */
  readonly busy?: boolean
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
}

export function createMessageBox(): MessageBox {
  const store = createStore<MessagesState>(() => ({ messages: [] }))
  const all = () => store.getState().messages
  const set = (messages: readonly ClientMessage[]) => store.setState({ messages })
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
