import type { Emitter } from '@flashpost/core/protocol'
import type { Backend } from '../backend.ts'
import type { InboxSignals } from '../inbox.ts'

/** Tells of what was sent once it is committed, by way of the outbox, also for processes that ended before they could. */
export interface Post {
  /** Something was sent: committed, or in a transaction of the caller, who commits later. */
  readonly sent: (isOpen: boolean) => void
  /** Looks into the outbox once, and tells what is in it. */
  readonly deliver: () => Promise<void>
}

/** How long a process that has taken tidings may take, in milliseconds, and how many it takes. */
const [lease, batch] = [30_000, 100]
/** How often it looks again for what was sent in an open transaction, in milliseconds. */
const waits = [5, 20, 50, 100, 250, 500, 1_000, 2_000]

export function createPost(
  backend: Backend,
  signals: Emitter<InboxSignals>,
  tell: (users: readonly string[] | null) => void,
  background: (work: () => Promise<void>) => void,
  later: (wait: number, work: () => void) => void,
  now: () => number,
): Post {
  let running: Promise<void> | undefined
  let isWanted = false

  async function run(): Promise<void> {
    do {
      isWanted = false
      for (let taken = batch; taken >= batch;) {
        const tidings = await backend.take(batch, now(), now() + lease)
        for (const { message: id, users } of tidings) {
          signals.emit('stored', { id, users })
          tell(users)
        }
        if (tidings.length > 0) await backend.told(tidings.map(({ id }) => id))
        taken = tidings.length
      }
    } while (isWanted)
  }

  function deliver(): Promise<void> {
    isWanted = true
    return (running ??= run().finally(() => (running = undefined)))
  }

  return {
    sent(isOpen) {
      if (!isOpen) return background(deliver)
      for (const wait of waits) later(wait, () => background(deliver))
    },
    deliver,
  }
}
