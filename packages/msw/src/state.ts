import { createLevels } from '@flashpost/core'
import { createIdGenerator, sift } from '@flashpost/core/protocol'
import type { Message, PendingMessage } from '@flashpost/core'
import type { MessageContext, SiftReason } from '@flashpost/core/protocol'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import type { Settings } from './options.ts'

/**
 * Why a message was lost: `full`, no place was left · `owner`, another user signed in · `expired`, its time was over ·
 * `replaced`, a later one has its key · `failed`, the route that added it answered with a 5xx.
 */
export type DropReason = SiftReason | 'full' | 'failed'

/** A message that was lost, and why. */
export interface DroppedMessage {
  readonly message: Message
  readonly reason: DropReason
}

/** What all requests to one mocked server share. */
export interface ServerState extends MessageContext {
  readonly settings: Settings
  readonly limits: Settings['limits']
  readonly faults: Faults
  /** The lowest level that is kept, and the lowest that survives a 5xx, as numbers. */
  readonly thresholds: { readonly add: number; readonly failed: number }
  /** What waits, by id. */
  readonly waiting: Map<string, PendingMessage>
  /** What waited once and was acknowledged, by id. */
  readonly past: Map<string, PendingMessage>
  /** Every message that was sent to a client, by id. */
  readonly offered: Map<string, Message>
  /** Every id that was acknowledged. */
  readonly used: Set<string>
  readonly dropped: DroppedMessage[]
  readonly drop: (message: Message, reason: DropReason) => void
  /** Orders messages and gives up what the owner is not to see. */
  sift(found: Iterable<PendingMessage>, owner: string | undefined): readonly PendingMessage[]
  reset(): void
}

/** Makes a server to which nothing has happened yet. */
export function createState(settings: Settings): ServerState {
  const levels = createLevels(settings)
  const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
  const state: ServerState = {
    settings,
    levels,
    limits: settings.limits,
    faults: createFaults(),
    nextId: createIdGenerator({ now: settings.now, fill }),
    thresholds: { add: levels.number(settings.level), failed: levels.number(settings.keepOnError) },
    waiting: new Map(),
    past: new Map(),
    offered: new Map(),
    used: new Set(),
    dropped: [],
    drop(message, reason) {
      state.waiting.delete(message.id)
      state.dropped.push({ message, reason })
    },
    sift: (found, owner) =>
      sift([...found], { now: settings.now(), maxAge: settings.maxAge, owner }, state.drop),
    reset() {
      for (const part of [state.waiting, state.past, state.offered, state.used, state.faults])
        part.clear()
      state.dropped.length = 0
    },
  }
  return state
}
