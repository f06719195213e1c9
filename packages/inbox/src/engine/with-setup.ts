import { whenReady } from '@flashpost/core/protocol'
import type { Awaitable } from '@flashpost/core/protocol'
import type { Backend } from '../backend.ts'

/** The same backend, which is made ready before it does anything, and again when that has failed. */
export function withSetup(backend: Backend): Backend {
  let ready: Awaitable<void> | undefined
  let isReady = false

  function setup(): Awaitable<void> {
    if (isReady) return undefined
    ready ??= whenReady(backend.setup(), () => {
      isReady = true
    })
    if (ready instanceof Promise)
      ready.catch(() => {
        ready = undefined
      })
    return ready
  }

  const first =
    <Given extends unknown[], Result>(work: (...given: Given) => Awaitable<Result>) =>
    (...given: Given): Awaitable<Result> =>
      isReady ? work(...given) : whenReady(setup(), () => work(...given))

  return {
    name: backend.name,
    setup,
    close: () => backend.close(),
    ...(backend.hints && { hints: backend.hints }),
    add: first((addition) => backend.add(addition)),
    read: first((user, query) => backend.read(user, query)),
    commit: first((user, change) => backend.commit(user, change)),
    tally: first((user, query) => backend.tally(user, query)),
    revisions: first((users) => backend.revisions(users)),
    users: first((after, limit) => backend.users(after, limit)),
    recipients: first((id, after, limit) => backend.recipients(id, after, limit)),
    dueUsers: first((now, limit) => backend.dueUsers(now, limit)),
    purge: first((user, removedBefore, limit) => backend.purge(user, removedBefore, limit)),
    erase: first((user, rev) => backend.erase(user, rev)),
    broadcast: first((addition) => backend.broadcast(addition)),
    readLog: first((since) => backend.readLog(since)),
    changeLog: first((changes, now) => backend.changeLog(changes, now)),
    purgeLog: first((removedBefore) => backend.purgeLog(removedBefore)),
    take: first((limit, now, until) => backend.take(limit, now, until)),
    told: first((ids) => backend.told(ids)),
  }
}
