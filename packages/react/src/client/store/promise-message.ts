import { problem } from '../problems.ts'
import type { LocalMessages } from './local-messages.ts'
import type { StoredMessages } from './message-box.ts'
import { conclude, draftOf } from './said.ts'
import type { Said } from './said.ts'

/** What is said while a promise is pending, and after it. Where nothing is said, there is no message. */
export interface PromiseTexts<Value> {
  /** What is said while it is pending; nothing when absent. */
  readonly pending?: Said<[]> | undefined
  /** What is said of the value; nothing when absent. */
  readonly success?: Said<[value: Value]> | undefined
  /** What is said of the error; nothing when absent. */
  readonly error?: Said<[error: unknown]> | undefined
}

/**
 * Shows one message for as long as a promise is pending, and turns it into what came of it. When it was dismissed
 * meanwhile it stays dismissed.
 * @returns the promise that was given, or that of the function, which rejects when it throws
 * @throws FlashError `FLASH_ERR_PROMISE` when it is neither
 */
export type PromiseMessage = <Value>(
  work: Promise<Value> | (() => Promise<Value>),
  texts: PromiseTexts<Value>,
) => Promise<Value>

export function createPromiseMessage(
  client: Pick<LocalMessages & StoredMessages, 'add' | 'update' | 'dismiss'>,
): PromiseMessage {
  return (work, { pending, success, error }) => {
    const isStarted = typeof work !== 'function'
    if (isStarted && typeof work?.then !== 'function') throw problem('FLASH_ERR_PROMISE', work)
    const draft = draftOf('info', pending)
    const id = draft && client.add({ ...draft, busy: true })
    const promise = isStarted ? work : (async () => work())()
    promise.then(
      (value) => conclude(client, id, 'success', success, value),
      (failure: unknown) => conclude(client, id, 'error', error, failure),
    )
    return promise
  }
}
