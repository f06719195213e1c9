import type { Emitter } from '@flashpost/core/protocol'
import type { Backend, Tiding } from '../backend.ts'
import type { InboxSignals } from '../inbox.ts'
import type { Ticker } from './ticker.ts'

/** Tells of what was sent once it is committed, by way of the outbox, also for processes that ended before they could. */
export interface Post {
  /** Until when what this process sends now is its own to tell; anybody's, where a transaction is open. */
  readonly lease: (isOpen: boolean) => number
  /** Something was sent, and may be committed already. */
  readonly sent: (tiding: Tiding | undefined, isOpen: boolean) => void
  /** Looks into the outbox once, and tells what others have left in it. */
  readonly deliver: () => Promise<void>
  /** Ends what was told. */
  readonly flush: () => Promise<void>
}

/** How long a process that has taken tidings may take, in milliseconds, and how many it takes. */
const [lease, batch] = [30_000, 100]
/** How long it collects what it has told, in milliseconds: a transaction for each would cost as much as to send. */
const collect = 50
/** How often it looks again for what was sent in an open transaction, in milliseconds. */
const waits = [5, 20, 50, 100, 250, 500, 1_000, 2_000]

export function createPost(
  backend: Backend,
  signals: Emitter<InboxSignals>,
  tell: (users: readonly string[] | null) => void,
  { background, later }: Pick<Ticker, 'background' | 'later'>,
  now: () => number,
): Post {
  let told: string[] = []
  /** What was told and may be in the outbox still, whose lease ends early where the clock jumps. */
  const untaken = new Set<string>()
  let running: Promise<void> | undefined
  let isWanted = false
  /** After which waits somebody looks, and whether anybody has asked for that again. */
  const asked = new Map<number, boolean>()

  function announce({ id, message, users }: Tiding): void {
    if (untaken.has(id)) return
    untaken.add(id)
    signals.emit('stored', { id: message, users })
    tell(users)
    if (told.length === 0) later(collect, () => background(flush))
    told.push(id)
  }

  async function flush(): Promise<void> {
    const ids = told
    told = []
    try {
      if (ids.length > 0) await backend.told(ids)
    } finally {
      for (const id of ids) untaken.delete(id)
    }
  }

  async function run(): Promise<void> {
    do {
      isWanted = false
      for (let taken = batch; taken >= batch;) {
        const tidings = await backend.take(batch, now(), now() + lease)
        for (const tiding of tidings) announce(tiding)
        await flush()
        taken = tidings.length
      }
    } while (isWanted)
  }

  function deliver(): Promise<void> {
    isWanted = true
    return (running ??= run().finally(() => (running = undefined)))
  }

  /** In a while; once more after that, where somebody has asked meanwhile: as many timers as waits, whatever is sent. */
  function lookAgain(wait: number): void {
    if (asked.has(wait)) {
      asked.set(wait, true)
      return
    }
    asked.set(wait, false)
    later(wait, () => {
      const isAgain = asked.get(wait)
      asked.delete(wait)
      background(deliver)
      if (isAgain) lookAgain(wait)
    })
  }

  return {
    lease: (isOpen) => (isOpen ? 0 : now() + lease),
    sent(tiding, isOpen) {
      if (tiding && !isOpen) announce(tiding)
      if (isOpen) for (const wait of waits) lookAgain(wait)
    },
    deliver,
    flush,
  }
}
