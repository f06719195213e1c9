import type { Message } from '@flashpost/core'
import { createEmitter } from '@flashpost/core/protocol'
import type { DropReason, Emitter, ExchangeSignals } from '@flashpost/core/protocol'

/** A message that was lost, and why. */
export interface DroppedMessage {
  readonly message: Message
  readonly reason: DropReason
}

/** What a test may ask about what has happened. */
export interface Records {
  /** Every message that was sent to a client, by id. */
  readonly offered: ReadonlyMap<string, Message>
  readonly dropped: readonly DroppedMessage[]
  readonly signals: Pick<Emitter<ExchangeSignals<unknown>>, 'emit' | 'isHeard'>
  readonly reset: () => void
}

/**
 * Writes down what exchanges tell.
 * @param used ids that cannot be lost any more, although a duplicate may bring their messages back
 */
export function createRecords(used: ReadonlySet<string>): Records {
  const offered = new Map<string, Message>()
  const dropped: DroppedMessage[] = []
  const signals = createEmitter<ExchangeSignals<unknown>>((error) => {
    throw error
  })
  signals.on('offered', ({ messages }) => {
    for (const message of messages) if (!offered.has(message.id)) offered.set(message.id, message)
  })
  signals.on('dropped', ({ message, reason }) => {
    if (!used.has(message.id)) dropped.push({ message, reason })
  })
  return {
    offered,
    dropped,
    signals,
    reset() {
      offered.clear()
      dropped.length = 0
    },
  }
}
