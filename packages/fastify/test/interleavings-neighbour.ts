import { setImmediate } from 'node:timers/promises'
import { memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashContext, FlashStorage, MessageStore } from '@flashpost/fastify'
import { vi } from 'vitest'
import type { Trouble } from './interleavings-acts.ts'
import type { Told } from './interleavings-told.ts'

/** How long an answer waits for a storage, in milliseconds of a clock that moves when one hangs, and only then. */
export const storageTimeout = 30
// What other storages are asked at the same time has long been answered by then.
const ticks = 4

/** Has storages hang. */
export interface Silence {
  /** Does not answer, until the time for it is over. */
  readonly never: () => Promise<never>
  /** Is settled when no time is still to pass: what is asked from now on has all of it. */
  readonly isOver: () => Promise<unknown>
}

export function createSilence(): Silence {
  const passing = new Set<Promise<void>>()
  async function passTime(): Promise<void> {
    for (let tick = 0; tick < ticks; tick++) await setImmediate()
    vi.advanceTimersByTime(storageTimeout)
  }
  return {
    never() {
      const passed: Promise<void> = passTime().finally(() => passing.delete(passed))
      passing.add(passed)
      return new Promise(() => {})
    },
    async isOver() {
      while (passing.size > 0) await Promise.all(passing)
    },
  }
}

export const createNeighbourStore = (): MessageStore => memoryStore({ limit: 100_000 })

export const troubleOf = ({ request }: FlashContext) =>
  request.headers['x-trouble'] as Trouble | undefined

/** A storage beside the one under test. It takes what that has no room for, and sometimes does not answer. */
export function neighbourStorage(
  store: MessageStore,
  told: Pick<Told, 'held' | 'kept'>,
  { never }: Silence,
): FlashStorage {
  const storage = storeStorage({ store, name: 'neighbour' })
  return {
    ...storage,
    read: (context) => (troubleOf(context) === 'hangs' ? never() : storage.read(context)),
    async add(context, messages) {
      const trouble = troubleOf(context)
      if (trouble === undefined) return messages
      if (trouble === 'hangs') return never()
      const rest = await storage.add(context, messages)
      for (const { message } of messages) {
        if (trouble === 'keeps') told.kept(message.id)
        else told.held(message.id, true)
      }
      return trouble === 'keeps' ? never() : rest
    },
    remove: (context, ids, why) =>
      troubleOf(context) === 'hangs' ? never() : storage.remove(context, ids, why),
  }
}
