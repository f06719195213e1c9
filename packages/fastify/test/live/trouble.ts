import { setTimeout as sleep } from 'node:timers/promises'
import type { Backend } from '@flashpost/inbox'

/** A backend that is slow and fails now and then, before it has done something or afterwards. */
export interface Troubled {
  readonly backend: Backend
  readonly begin: () => void
  readonly end: () => void
}

/** How often it fails, in percent of all calls, and how slow it is at most, in milliseconds. */
const [failures, slowness] = [15, 12]

/** @param random between 0 and 1 */
export function trouble(backend: Backend, random: () => number): Troubled {
  let isWell = true
  const fails = () => !isWell && random() * 100 < failures / 2

  const troubled =
    <Given extends unknown[], Answer>(work: (...given: Given) => Answer | Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      if (isWell) return work(...given)
      await sleep(random() * slowness)
      if (fails()) throw new Error('It was not done.')
      const answer = await work(...given)
      if (fails()) throw new Error('It was done, and the answer was lost.')
      return answer
    }

  return {
    backend: {
      ...backend,
      add: troubled((addition) => backend.add(addition)),
      read: troubled((user, query) => backend.read(user, query)),
      commit: troubled((user, change) => backend.commit(user, change)),
      revisions: troubled((users) => backend.revisions(users)),
      broadcast: troubled((addition) => backend.broadcast(addition)),
      readLog: troubled((since) => backend.readLog(since)),
      take: troubled((limit, now, until) => backend.take(limit, now, until)),
      told: troubled((ids) => backend.told(ids)),
    },
    begin: () => (isWell = false),
    end: () => (isWell = true),
  }
}
