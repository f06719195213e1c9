import type { Backend, Hint } from './backend.ts'
import { createBroadcastLog } from './memory/broadcast-log.ts'
import { createOutbox } from './memory/outbox.ts'
import { createUserRows } from './memory/user-rows.ts'

/**
 * Keeps inboxes in this process, until it ends: for tests, and to look at how other backends work. A page costs as much as the
 * user has messages.
 *
 * @example createInbox({ backend: memoryBackend() })
 */
export function memoryBackend(): Backend {
  const listeners = new Set<(hint: Hint) => void>()
  const { tell, ...outbox } = createOutbox()
  const { head, has, ...log } = createBroadcastLog(tell)

  return {
    name: 'memory',
    setup: () => undefined,
    close: () => undefined,
    hints: {
      publish(hints) {
        for (const hint of hints) for (const listener of listeners) listener(hint)
      },
      listen(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    ...createUserRows(head, tell, has),
    ...log,
    ...outbox,
  }
}
