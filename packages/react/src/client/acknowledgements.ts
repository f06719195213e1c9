import { acknowledgementLimit } from '@flashpost/core'
import { createTask } from './task.ts'

/** The ids that were shown and that the server has not yet let go of. */
export interface Acknowledgements {
  /** Takes ids over; they go out with the next request, or by themselves after a moment. */
  add(ids: readonly string[]): void
  /** Lends ids to a request that they can ride on. */
  ride(): readonly string[]
  /** Takes back what rode: ids that were not confirmed wait again. */
  arrive(ridden: readonly string[], confirmed: readonly string[]): void
  /** Posts everything at once. */
  flush(): void
  /** Tries again at once what failed. */
  retry(): void
  stop(): void
}

/** What became of a post. What is refused now is refused later, too. */
export type PostResult = 'taken' | 'refused' | 'failed'

type State = 'waiting' | 'riding' | 'posted'

/**
 * Keeps ids until the server has confirmed them. Each waits, rides on a request of the app, or is posted; when the
 * request fails it waits again.
 */
export function createAcknowledgements(
  post: (ids: readonly string[]) => Promise<PostResult>,
  delay: number,
  confirmed: () => void,
): Acknowledgements {
  const states = new Map<string, State>()
  const idsIn = (...from: readonly State[]) =>
    [...states].flatMap(([id, state]) => (from.includes(state) ? id : []))
  const take = (to: State, ...from: readonly State[]) => {
    const ids = idsIn(...from).slice(0, acknowledgementLimit)
    for (const id of ids) states.set(id, to)
    return ids
  }
  const settle = (ids: readonly string[], state: State, taken: readonly string[]) => {
    for (const id of ids) {
      if (taken.includes(id)) states.delete(id)
      else if (states.get(id) === state) states.set(id, 'waiting')
    }
    if (taken.length > 0) confirmed()
  }
  const send = async (ids: readonly string[]) => {
    const result = await post(ids)
    settle(ids, 'posted', result === 'taken' ? ids : [])
    return result
  }
  const posting = createTask(async () => {
    const ids = take('posted', 'waiting')
    const result = ids.length > 0 ? await send(ids) : 'taken'
    if (result === 'taken') scheduleRest()
    return result !== 'failed'
  }, delay)
  const scheduleRest = () => {
    if (idsIn('waiting').length > 0) posting.schedule()
  }

  return {
    add(ids) {
      for (const id of ids) if (!states.has(id)) states.set(id, 'waiting')
      scheduleRest()
    },
    ride: () => take('riding', 'waiting'),
    arrive(ridden, taken) {
      settle(ridden, 'riding', taken)
      scheduleRest()
    },
    flush() {
      for (
        let ids = take('posted', 'waiting', 'riding');
        ids.length > 0;
        ids = take('posted', 'waiting', 'riding')
      )
        void send(ids).then(scheduleRest)
    },
    retry: posting.retry,
    stop: posting.stop,
  }
}
