import { isPending } from '@flashpost/core/protocol'
import type { Backend } from '../backend.ts'
import { Subscription } from './subscription.ts'
import type { FindNews, Listening } from './subscription.ts'

/** Who waits for changes of a user in this process. */
export interface Hub {
  readonly subscribe: (listening: Listening) => () => void
  /** Users may have something new; all of them, where it does not say who. */
  readonly wake: (users: readonly string[] | null) => void
  /** Asks the backend whether anybody has something new. */
  readonly poll: () => Promise<void>
  readonly close: () => void
}

export function createHub(
  backend: Backend,
  findNews: FindNews,
  leave: (user: string, reader: string) => Promise<void>,
  logRevision: () => Promise<string>,
  background: (work: () => Promise<void>) => void,
): Hub {
  const users = new Map<string, Set<Subscription>>()
  /** What the last poll has found, by user. */
  let revisions: ReadonlyMap<string, string> = new Map()
  let logKnown: string | undefined
  let woken: Subscription[] = []
  let isForAll = false

  function wake(some: readonly string[] | null): void {
    isForAll ||= some === null
    for (const user of some ?? users.keys())
      for (const subscription of users.get(user) ?? []) wakeOne(subscription)
  }

  function wakeOne(subscription: Subscription): void {
    if (subscription.want() && woken.push(subscription) === 1) background(runWoken)
  }

  /** All in one piece of work, and the log is read before: promises for each would be a good part of what it costs to tell all. */
  async function runWoken(): Promise<void> {
    if (isForAll) await logRevision().catch(fail)
    const batch = woken
    woken = []
    isForAll = false
    for (const subscription of batch) run(subscription)
  }

  function run(subscription: Subscription): void {
    try {
      const done = subscription.run()
      if (!isPending(done)) return
      const told = done.catch(fail)
      background(() => told)
    } catch (error) {
      fail(error)
    }
  }

  function fail(error: unknown): void {
    background(async () => {
      throw error
    })
  }

  /** What is under way may give its reader more. */
  async function leaveAfter(gone: Subscription, user: string, reader: string): Promise<void> {
    await gone.idle?.catch(() => undefined)
    if (!gone.mayStand) return
    for (const other of users.get(user) ?? []) if (other.reader === reader) return
    await leave(user, reader)
  }

  return {
    subscribe(listening) {
      const { user, reader } = listening
      const subscription = new Subscription(findNews, listening)
      const set = users.get(user) ?? new Set()
      users.set(user, set.add(subscription))
      wakeOne(subscription)
      return () => {
        subscription.end()
        set.delete(subscription)
        if (set.size === 0 && users.get(user) === set) users.delete(user)
        if (reader !== undefined) background(() => leaveAfter(subscription, user, reader))
      }
    },
    wake,
    async poll() {
      if (users.size === 0) return
      const found = await backend.revisions([...users.keys()])
      const rev = await logRevision()
      const isLogNew = logKnown !== rev
      logKnown = rev
      const known = revisions
      revisions = found
      wake(
        isLogNew ? null : [...users.keys()].filter((user) => found.get(user) !== known.get(user)),
      )
      for (const set of users.values())
        for (const subscription of set) if (subscription.isBehind) wakeOne(subscription)
    },
    close: () => users.clear(),
  }
}
