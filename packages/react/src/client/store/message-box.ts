import type { Emitter } from '@flashpost/core/protocol'
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { ClientEvents } from '../client-events.ts'
import type { ClientMessage, DismissReason } from '../client-message.ts'
import { say } from './translate.ts'
import type { Translate } from './translate.ts'

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

/** The messages that a client has. */
export interface StoredMessages {
  /** Every message, as a zustand vanilla store. */
  readonly store: MessagesStore
  /** Says whether a message was on screen. */
  readonly isShown: (id: string) => boolean
  /** Counts messages as shown that were shown by other means than an element: spoken, say, or as a system notification. */
  readonly markShown: (ids: readonly string[]) => void
  /** Takes a message away, or all of them. One from the server is acknowledged, shown or not. */
  readonly dismiss: (id?: string, reason?: DismissReason) => void
  /** Says all messages of the catalog anew, in another language. */
  readonly setTranslate: (translate: Translate | undefined) => void
}

/** Keeps messages from their arrival until they leave the screen, and tells of both. */
export interface MessageBox {
  /** What of it the client hands on to the app. */
  readonly api: StoredMessages
  readonly find: (id: string) => ClientMessage | undefined
  /** Takes those that are not there yet. */
  readonly put: (messages: readonly ClientMessage[]) => void
  readonly change: (message: ClientMessage) => void
  readonly remove: (isMeant: (message: ClientMessage) => boolean, reason: DismissReason) => void
}

export function createMessageBox(
  emit: Emitter<ClientEvents>['emit'],
  translate: Translate | undefined,
): MessageBox {
  const store = createStore<MessagesState>(() => ({ messages: [] }))
  // Only of messages in the store, so that it does not grow.
  const shown = new Set<string>()
  const all = () => store.getState().messages
  const set = (messages: readonly ClientMessage[]) => {
    if (messages !== all()) store.setState({ messages })
  }
  const leave = (messages: readonly ClientMessage[], reason: DismissReason) => {
    for (const { id } of messages) shown.delete(id)
    if (messages.length > 0) emit('dismissed', { messages, reason })
  }

  const remove: MessageBox['remove'] = (isMeant, reason) => {
    const leaving = all().filter(isMeant)
    if (leaving.length > 0) set(all().filter((message) => !isMeant(message)))
    leave(leaving, reason)
  }

  return {
    api: {
      store,
      isShown: (id) => shown.has(id),
      markShown(ids) {
        const messages = all().filter(({ id }) => ids.includes(id) && !shown.has(id))
        for (const { id } of messages) shown.add(id)
        if (messages.length > 0) emit('shown', messages)
      },
      dismiss: (id, reason = 'dismissed') =>
        remove((message) => id === undefined || message.id === id, reason),
      setTranslate(next) {
        translate = next
        set(all().map((message) => say(message, translate)))
      },
    },
    find: (id) => all().find((message) => message.id === id),
    put(messages) {
      let next = all()
      const outdated = messages.flatMap((message) => {
        if (next.some(({ id }) => id === message.id)) return []
        const { key } = message
        const old = key !== undefined && next.find((each) => each.key === key)
        // A newer one has overtaken it on the way.
        if (old && message.id < old.id && !message.local && !old.local) return message
        const said = say(message, translate)
        next = old ? next.map((each) => (each === old ? said : each)) : [...next, said]
        return old || []
      })
      set(next)
      leave(outdated, 'replaced')
    },
    change(message) {
      const said = say(message, translate)
      set(all().map((each) => (each.id === said.id ? said : each)))
      emit('changed', said)
    },
    remove,
  }
}
