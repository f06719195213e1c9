import { setImmediate } from 'node:timers/promises'
import { memoryStore, storeStorage } from '@flashpost/fastify'
import type { FlashContext, FlashStorage, MessageStore } from '@flashpost/fastify'
import { vi } from 'vitest'
import type { Trouble } from './interleavings-acts.ts'
import type { Told } from './interleavings-told.ts'

/** How long an answer waits for a storage, in milliseconds of a clock that moves when one hangs. */
export const storageTimeout = 30
// What other storages are asked at the same time has long been answered by then.
const ticks = 4

export const createNeighbourStore = (): MessageStore => memoryStore({ limit: 100_000 })

export const troubleOf = ({ request }: FlashContext) =>
  request.headers['x-trouble'] as Trouble | undefined

/** A storage beside the one under test. It takes what that has no room for, and sometimes does not answer. */
export function neighbourStorage(
  store: MessageStore,
  told: Pick<Told, 'held' | 'kept'>,
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

/** Does not answer, until the time for it is over. */
function never(): Promise<never> {
  void passTime()
  return new Promise(() => {})
}

async function passTime(): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) await setImmediate()
  vi.advanceTimersByTime(storageTimeout)
}
