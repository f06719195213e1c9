import type { Message, PendingMessage } from '@flashpost/core'
import type { Holder } from '@flashpost/core/protocol'

/** The one visitor of a mocked server, and what is kept for them. */
export interface Visitor {
  /** What waits, by id. */
  readonly waiting: ReadonlyMap<string, PendingMessage>
  /** Every id that was acknowledged. */
  readonly used: ReadonlySet<string>
  /** Keeps messages for one request. When it is `again`, it finds what was used before, too. */
  readonly open: (again?: boolean) => Holder
  readonly reset: () => void
}

/** Makes a visitor for whom nothing waits; at most so many messages will. */
export function createVisitor(capacity: number): Visitor {
  const waiting = new Map<string, PendingMessage>()
  const past = new Map<string, PendingMessage>()
  const used = new Set<string>()

  const acknowledge = (id: string) => {
    used.add(id)
    const pending = waiting.get(id)
    if (pending) past.set(id, pending)
  }
  const hold = (pending: PendingMessage) => {
    const { id } = pending.message
    if (!waiting.has(id) && waiting.size >= capacity) return false
    waiting.set(id, pending)
    return true
  }

  return {
    waiting,
    used,
    open(again = false) {
      const added: PendingMessage[] = []
      const letGo = new Map<string, PendingMessage>()
      const mayHold = waiting.size > 0
      return {
        read: () => [...(again ? past.values() : []), ...waiting.values()],
        add: (pending) => void added.push(pending),
        save(fates) {
          for (const [id, pending] of letGo) waiting.set(id, pending)
          for (const [id, fate] of fates) {
            if (fate === 'acknowledged') acknowledge(id)
            const pending = waiting.get(id)
            if (pending) letGo.set(id, pending)
            waiting.delete(id)
          }
          const isKept = ({ id }: Message) => !fates.has(id)
          const unheld = added.filter((each) => isKept(each.message) && !hold(each))
          return { unheld, isForgotten: mayHold, headBytes: 0 }
        },
      }
    },
    reset() {
      for (const part of [waiting, past, used]) part.clear()
    },
  }
}
