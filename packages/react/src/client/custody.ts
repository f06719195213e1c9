import type { Emitter } from './emitter.ts'
import type { ClientEvents, DismissReason } from './messages-client.ts'
import type { ClientMessage, MessageBox } from './store.ts'

/** Decides when a message has been shown, and when it may go. */
export interface Custody {
  find(id: string): ClientMessage | undefined
  put(messages: readonly ClientMessage[]): void
  change(message: ClientMessage): void
  isShown(id: string): boolean
  markShown(ids: readonly string[]): void
  dismiss(id: string | undefined, reason: DismissReason): void
}

/** Calls `release` once for each message that the server may let go of: when it was shown, or when it left unshown. */
export function createCustody(
  box: MessageBox,
  { emit }: Pick<Emitter<ClientEvents>, 'emit'>,
  release: (ids: readonly string[]) => void,
): Custody {
  // Only of messages in the store, so that it does not grow.
  const shown = new Set<string>()
  const letGo = (messages: readonly ClientMessage[]) =>
    release(messages.flatMap(({ id, local }) => (local || shown.has(id) ? [] : id)))
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
    put(messages) {
      leave(box.put(messages.filter(({ id }) => !box.find(id))), 'replaced')
    },
    isShown: (id) => shown.has(id),
    markShown(ids) {
      const messages = ids.flatMap((id) => (shown.has(id) ? [] : (box.find(id) ?? [])))
      if (messages.length === 0) return
      letGo(messages)
      for (const { id } of messages) shown.add(id)
      emit('shown', messages)
    },
    dismiss(id, reason) {
      const { messages } = box.store.getState()
      const leaving = id === undefined ? messages : messages.filter((message) => message.id === id)
      if (leaving.length > 0) box.remove(leaving)
      leave(leaving, reason)
    },
  }
}
