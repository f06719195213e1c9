import type { Awaitable } from '@flashpost/core/protocol'
import type { InboxChanges } from '@flashpost/core'
import type { Backend } from '../backend.ts'
import { Subscription } from './subscription.ts'

/** Who waits for changes of a user in this process. */
export interface Hub {
  readonly subscribe: (
    user: string,
    since: string | undefined,
    listener: (changes: InboxChanges) => Awaitable<void>,
  ) => () => void
  /** Users may have something new; all of them, where it does not say who. */
  readonly wake: (users: readonly string[] | null) => void
  /** Asks the backend whether anybody has something new. */
  readonly poll: () => Promise<void>
  readonly close: () => void
}

export function createHub(
  backend: Backend,
  changes: (user: string, since: string | undefined) => Promise<InboxChanges>,
  logRevision: () => Promise<string>,
  background: (work: () => Promise<void>) => void,
): Hub {
  const tools = { changes, background }
  const users = new Map<string, Set<Subscription>>()
  /** What the last poll has found, by user. */
  let revisions: ReadonlyMap<string, string> = new Map()
  let logKnown: string | undefined

  function wake(woken: readonly string[] | null): void {
    for (const user of woken ?? users.keys())
      for (const subscription of users.get(user) ?? []) subscription.wake()
  }

  return {
    subscribe(user, since, listener) {
      const subscription = new Subscription(tools, user, since, listener)
      const set = users.get(user) ?? new Set()
      users.set(user, set.add(subscription))
      subscription.wake()
      return () => {
        subscription.end()
        set.delete(subscription)
        if (set.size === 0 && users.get(user) === set) users.delete(user)
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
        for (const subscription of set) if (subscription.isBehind) subscription.wake()
    },
    close: () => users.clear(),
  }
}
