import type { Emitter } from './emitter.ts'
import type { ClientEvents, DismissReason } from './messages-client.ts'
import type { ClientMessage, MessageBox } from './store.ts'

/** Decides when a message has been shown, and when it may go. */
export interface Custody {
  readonly find: (id: string) => ClientMessage | undefined
  readonly change: (message: ClientMessage) => void
  readonly put: (messages: readonly ClientMessage[]) => void
  readonly isShown: (id: string) => boolean
  readonly markShown: (ids: readonly string[]) => void
  readonly dismiss: (id: string | undefined, reason: DismissReason) => void
}

/** Calls `release` once for each message that the server may let go of: when it was shown, or when it left unshown. */
export function createCustody(
  box: MessageBox,
  emit: Emitter<ClientEvents>['emit'],
  release: (ids: readonly string[]) => void,
): Custody {
  // Only of messages in the store, so that it does not grow.
  const shown = new Set<string>()
  const isShown = (id: string) => shown.has(id)
  const letGo = (messages: readonly ClientMessage[]) => {
    const ids = messages.flatMap(({ id, local }) => (local || isShown(id) ? [] : id))
    if (ids.length > 0) release(ids)
  }
  const leave = (messages: readonly ClientMessage[], reason: DismissReason) => {
    if (messages.length === 0) return
    letGo(messages)
    for (const { id } of messages) shown.delete(id)
    emit('dismissed', { messages, reason })
  }

  return {
    find: box.find,
    change(message) {
      box.change(message)
      emit('changed', message)
    },
    isShown,
    put(messages) {
      const fresh = messages.filter(
        ({ id }, index) =>
          !box.find(id) && messages.findIndex((other) => other.id === id) === index,
      )
      if (fresh.length > 0) leave(box.put(fresh), 'replaced')
    },
    markShown(ids) {
      const messages = ids.flatMap((id) => (isShown(id) ? [] : (box.find(id) ?? [])))
      if (messages.length === 0) return
      letGo(messages)
      for (const { id } of messages) shown.add(id)
      emit('shown', messages)
    },
    dismiss(id, reason) {
      const { messages } = box.store.getState()
      const leaving = messages.filter((message) => id === undefined || message.id === id)
      box.remove(leaving)
      leave(leaving, reason)
    },
  }
}
