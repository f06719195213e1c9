import { acknowledgementLimit } from '@flashpost/core/protocol'
import { createRetry } from './retry.ts'

/** The ids that were shown, until the server has said that it knows. */
export interface Acknowledgements {
  /** Takes ids over; they go out with the next request, or by themselves after a moment. */
  readonly add: (ids: readonly string[]) => void
  /** The ids that a request of the app carries. */
  readonly board: () => readonly string[]
  /** A request of the app has ended, and the server knows these. */
  readonly confirm: (ids: readonly string[]) => void
  /** Sends at once what is not under way by itself, in a way that outlives the page. */
  readonly flush: () => Promise<void>
}

/**
 * Sends ids with every request until the server confirms them: twice is harmless, never is not. `send` answers whether
 * they were taken, and `undefined` when that may be otherwise later.
 */
export function createAcknowledgements(
  send: (ids: readonly string[]) => Promise<boolean | undefined>,
  onConfirmed: (ids: readonly string[]) => void,
  delay: number,
  signal: AbortSignal,
): Acknowledgements {
  const unconfirmed = new Set<string>()
  const underWay = new Set<string>()

  const board = (isMeant: (id: string) => boolean = () => true) => {
    task.cancel()
    return [...unconfirmed].filter(isMeant).slice(0, acknowledgementLimit)
  }
  const confirm = (ids: readonly string[]) => {
    for (const id of ids) unconfirmed.delete(id)
    if (ids.length > 0) onConfirmed(ids)
    if (unconfirmed.size > 0) task.schedule()
  }
  const post = async () => {
    const ids = board((id) => !underWay.has(id))
    if (ids.length === 0) return true
    for (const id of ids) underWay.add(id)
    const isTaken = await send(ids)
    for (const id of ids) underWay.delete(id)
    // What is refused would be refused again; it rides on the next request of the app.
    if (isTaken) confirm(ids)
    return isTaken
  }
  const task = createRetry(post, delay, signal)
  const flush = async () => {
    if ((await post()) === undefined) task.schedule()
  }

  return {
    add(ids) {
      for (const id of ids) unconfirmed.add(id)
      if (ids.length > 0) task.schedule()
    },
    board,
    confirm,
    flush,
  }
}
