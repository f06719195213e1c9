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
  /** How messages of the catalog are said, as `setTranslate` has it. */
  readonly translate?: Translate | undefined
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
  /** The message with this id, while it is there. */
  readonly find: (id: string) => ClientMessage | undefined
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
  /** Takes those that are not there yet. */
  readonly put: (messages: readonly ClientMessage[]) => void
  readonly change: (message: ClientMessage) => void
  readonly remove: (isMeant: (message: ClientMessage) => boolean, reason: DismissReason) => void
}

export function createMessageBox(
  emit: Emitter<ClientEvents>['emit'],
  translate: Translate | undefined,
): MessageBox {
  const store = createStore<MessagesState>(() => ({ messages: [], translate }))
  // What is in the store, so that none of thousands is searched for. A key belongs to the last one that came with it.
  const byId = new Map<string, ClientMessage>()
  const byKey = new Map<string | undefined, ClientMessage>()
  // Only of messages in the store, so that it does not grow.
  const shown = new Set<string>()
  const all = () => store.getState().messages
  const set = (messages: readonly ClientMessage[]) => {
    const before = all()
    if (messages.length !== before.length || messages.some((each, at) => each !== before[at]))
      store.setState({ messages })
  }
  const find = (id: string) => byId.get(id)
  const forget = (message: ClientMessage) => {
    const { id, key } = message
    byId.delete(id)
    if (byKey.get(key) === message) byKey.delete(key)
  }
  /** Puts a message in the place of another one, or at the end, in the reader's language. */
  const enter = (messages: ClientMessage[], message: ClientMessage, old?: ClientMessage) => {
    const said = say(message, translate)
    messages[old ? messages.indexOf(old) : messages.length] = said
    if (old) forget(old)
    byId.set(said.id, said)
    if (said.key !== undefined) byKey.set(said.key, said)
    return said
  }
  const leave = (messages: readonly ClientMessage[], reason: DismissReason) => {
    for (const { id } of messages) shown.delete(id)
    if (messages.length > 0) emit('dismissed', { messages, reason })
  }
  const take = (leaving: readonly ClientMessage[], reason: DismissReason) => {
    const gone = new Set(leaving)
    for (const message of gone) forget(message)
    set(all().filter((message) => !gone.has(message)))
    leave(leaving, reason)
  }

  return {
    api: {
      store,
      find,
      isShown: (id) => shown.has(id),
      markShown(ids) {
        const messages = [...new Set(ids)].flatMap((id) => (shown.has(id) ? [] : (find(id) ?? [])))
        for (const { id } of messages) shown.add(id)
        if (messages.length > 0) emit('shown', messages)
      },
      dismiss(id, reason = 'dismissed') {
        take(id === undefined ? all() : [find(id) ?? []].flat(), reason)
      },
      setTranslate(next) {
        translate = next
        const messages = [...all()]
        for (const message of all()) enter(messages, message, message)
        store.setState({ translate })
        set(messages)
      },
    },
    put(arriving) {
      const messages = [...all()]
      const outdated: ClientMessage[] = []
      for (const message of arriving) {
        const { id, key, local } = message
        if (find(id)) continue
        const old = byKey.get(key)
        // A newer one has overtaken it on the way.
        const isLate = old && id < old.id && !local && !old.local
        if (old) outdated.push(isLate ? message : old)
        if (isLate) continue
        enter(messages, message, old)
      }
      set(messages)
      leave(outdated, 'replaced')
    },
    change(message) {
      const old = find(message.id)
      if (!old) return
      const messages = [...all()]
      const said = enter(messages, message, old)
      set(messages)
      emit('changed', said)
    },
    remove: (isMeant, reason) => take(all().filter(isMeant), reason),
  }
}
