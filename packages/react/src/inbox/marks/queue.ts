import type { MarkResult } from '@flashpost/core'
import type { PartTools } from '../../client.ts'
import { createRetry } from '../../client/server/retry.ts'
import { openChannel } from '../../client/tabs/channel.ts'
import { ask, isTemporary } from '../ask.ts'
import type { InboxFailure } from '../ask.ts'
import type { Operation } from './operation.ts'
import { createSavedOperations } from './saved-operations.ts'

/** What users have done, on its way to the server. */
export interface Queue {
  /** Those of the user who is signed in, oldest first. The same array until something changes. */
  readonly current: () => readonly Operation[]
  readonly subscribe: (listener: () => void) => () => void
  /** Takes an operation, and answers with what comes of it. */
  readonly add: (operation: Operation) => Promise<MarkResult | undefined>
  /** Takes it back, if the server cannot know of it yet. Says whether it could. */
  readonly withdraw: (id: string) => boolean
  /**
   * Somebody is known to be signed in, or nobody is. What others have done waits until they are.
   * @param isMore whether it is known better who it was before
   */
  readonly turn: (epoch: string | undefined, isMore?: boolean) => void
}

export interface QueueEvents {
  /** The server has done it; without a result nobody knows how. */
  readonly done: (operation: Operation, result: MarkResult | undefined) => void
  /** The server refuses it; nothing of it is shown any more. */
  readonly refused: (operation: Operation, error: InboxFailure) => void
  /** Nobody seems to be signed in, or somebody else than the one who has done it: finds out. */
  readonly misled: (error: InboxFailure) => unknown
}

/** What tabs tell each other. */
interface Told {
  readonly id: string
  readonly result: MarkResult | undefined
}

/** Says what has come of an operation to whoever waits for it. */
type Settle = (result: MarkResult | undefined | Promise<never>) => void

/** For how long the tab that has saved an operation is left alone with it, in milliseconds. */
const courtesy = 2_000

/** Sends operations one after the other; what does not arrive is tried again after 1, 2, 4 … 60 seconds, and when the network is back. */
export function createQueue(tools: PartTools, events: QueueEvents): Queue {
  const { signal } = tools
  const name = `${tools.name} marks`
  const saved = createSavedOperations(name)
  const listeners = new Set<() => void>()
  const waiting = new Map<string, Settle>()
  /** Those that may have arrived. */
  const sent = new Set<string>()
  /** What takes back those that were done. */
  const tokens = new Map<string, string | undefined>()
  let operations: readonly Operation[] = []
  let user: string | undefined

  const set = (next: readonly Operation[]) => {
    operations = next
    for (const listener of listeners) listener()
  }
  const take = (id: string) => {
    saved.drop(id)
    sent.delete(id)
    const settle = waiting.get(id)
    waiting.delete(id)
    return settle
  }
  const leave = (id: string) => set(operations.filter((each) => each.id !== id))
  const tell = openChannel(tools, name, (data) => {
    const { id, result } = data as Told
    const operation = operations.find((each) => each.id === id)
    if (operation) conclude(operation, result)
  })
  /** It is done, whichever tab has sent it; without a result nobody knows what has come of it. */
  const conclude = (operation: Operation, result: MarkResult | undefined) => {
    const { id } = operation
    const settle = take(id)
    // Somebody else may be signed in by now.
    if (isOurs(id)) events.done(operation, result)
    leave(id)
    settle?.(result)
  }

  const isOurs = (id: string) => operations.some((each) => each.id === id)
  const send = async (given: Operation): Promise<true | undefined> => {
    const { id } = given
    const kept = saved.get(id)
    if (signal.aborted) return undefined
    if (!kept) {
      conclude(given, undefined)
      return true
    }
    const operation = { ...given, ...kept }
    sent.add(id)
    try {
      const body = bodyOf(operation, tokens)
      const result = body && (await ask<MarkResult>(tools, `/${operation.mark}`, body))
      tokens.set(id, result?.undo)
      saved.tell(id, result?.undo)
      conclude(operation, result)
      tell({ id, result } satisfies Told)
    } catch (error) {
      const failure = error as InboxFailure
      if (isTemporary(failure)) return undefined
      const isMisled = failure.status === 401 || failure.code === 'FLASH_ERR_REVISION'
      if (isMisled) await events.misled(failure)
      if (!isOurs(id)) return true
      const settle = take(id)
      leave(id)
      events.refused(operation, failure)
      settle?.(Promise.reject(failure))
    }
    return true
  }
  const run = async (): Promise<boolean | undefined> => {
    // Another tab has taken care of them, whatever has become of those before.
    for (const each of operations) if (!saved.get(each.id)) conclude(each, undefined)
    for (let next = operations[0]; next; next = operations[0]) {
      const work = next
      // One tab at a time, for they have what was kept in common.
      const isDone = await (navigator.locks
        ? navigator.locks.request(name, () => send(work))
        : send(work))
      if (!isDone) return undefined
    }
    return true
  }
  const sending = createRetry(run, 0, signal)
  /** Takes over what other tabs have saved: they may be closed before it was sent. */
  const adopt = (after: number) => {
    const more = user === undefined ? [] : saved.of(user).filter(({ id }) => !isOurs(id))
    if (more.length > 0) set([...operations, ...more].toSorted((one, other) => one.at - other.at))
    sending.schedule(after)
  }
  saved.watch(() => adopt(courtesy), signal)
  addEventListener('online', () => adopt(0), { signal })

  return {
    current: () => operations,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(operation) {
      saved.put(operation)
      set([...operations, operation])
      sending.schedule(0)
      return new Promise((settle) => waiting.set(operation.id, settle))
    },
    withdraw(id) {
      if (sent.has(id) || !isOurs(id)) return false
      take(id)?.(undefined)
      leave(id)
      return true
    },
    turn(epoch, isMore = false) {
      user = epoch
      if (!isMore) {
        for (const settle of waiting.values()) settle(undefined)
        waiting.clear()
        set([])
      }
      adopt(0)
    },
  }
}

/** What the server is told of an operation; nothing when there is nothing to do. */
function bodyOf(
  { mark, of, ids, upTo = of, filter, undoes = '', token }: Operation,
  tokens: ReadonlyMap<string, string | undefined>,
): object | undefined {
  if (mark !== 'undo') return { of, filter, ...(ids ? { ids } : { upTo }) }
  const undo = token ?? tokens.get(undoes)
  return undo === undefined ? undefined : { undo }
}
