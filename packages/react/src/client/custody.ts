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
  /** Another tab has shown these, or has them off the screen already. */
  readonly withdraw: (ids: readonly string[], isOver: boolean) => void
}

/** Calls `release` for messages from the server that were shown, and for those that left, shown or not. */
export function createCustody(
  box: MessageBox,
  emit: Emitter<ClientEvents>['emit'],
  release: (ids: readonly string[], isOver: boolean) => void,
): Custody {
  // Only of messages in the store, so that it does not grow.
  const shown = new Set<string>()
  const isShown = (id: string) => shown.has(id)
  const letGo = (messages: readonly ClientMessage[], isOver: boolean) => {
    const ids = messages.flatMap(({ id, local }) => (local ? [] : id))
    if (ids.length > 0) release(ids, isOver)
  }
  const leave = (messages: readonly ClientMessage[], reason: DismissReason) => {
    if (messages.length === 0) return
    if (reason !== 'elsewhere') letGo(messages, true)
    for (const { id } of messages) shown.delete(id)
    emit('dismissed', { messages, reason })
  }
  const remove = (isMeant: (message: ClientMessage) => boolean, reason: DismissReason) => {
    const leaving = box.store.getState().messages.filter(isMeant)
    if (leaving.length > 0) box.remove(leaving)
    leave(leaving, reason)
  }

  return {
    find: box.find,
    change(message) {
      box.change(message)
      emit('changed', box.find(message.id) ?? message)
    },
    isShown,
    put(messages) {
      const byId = new Map(messages.map((message) => [message.id, message]))
      const fresh = [...byId.values()].filter(({ id }) => !box.find(id))
      if (fresh.length > 0) leave(box.put(fresh), 'replaced')
    },
    markShown(ids) {
      const messages = ids.flatMap((id) => (isShown(id) ? [] : (box.find(id) ?? [])))
      if (messages.length === 0) return
      letGo(messages, false)
      for (const { id } of messages) shown.add(id)
      emit('shown', messages)
    },
    dismiss: (id, reason) => remove((message) => id === undefined || message.id === id, reason),
    withdraw: (ids, isOver) =>
      remove(({ id }) => ids.includes(id) && (isOver || !isShown(id)), 'elsewhere'),
  }
}
