import type { MessageOptions } from '@flashpost/core'
import type { LocalMessages, MessageChange } from './local-messages.ts'

/** What a message says about an outcome: a text, more than that, or how either is made from it. */
export type OutcomeText<Outcome> =
  | string
  | MessageChange
  | ((outcome: Outcome) => string | MessageChange)

/** What is said while a promise is pending, and after it. */
export interface PromiseTexts<Value> {
  readonly pending: string | (MessageOptions & { readonly text: string })
  readonly success: OutcomeText<Value>
  readonly error: OutcomeText<unknown>
}

/**
 * Shows one message for as long as a promise is pending, and turns it into what came of it. When it was dismissed
 * meanwhile it stays dismissed.
 * @returns the promise that was given
 */
export type PromiseMessage = <Value>(
  work: Promise<Value> | (() => Promise<Value>),
  texts: PromiseTexts<Value>,
) => Promise<Value>

export function createPromiseMessage({ add, update }: LocalMessages): PromiseMessage {
  return (work, { pending, success, error }) => {
    const id = add({ level: 'info', ...toChange(pending), busy: true })
    const settle =
      <Outcome>(level: 'success' | 'error', text: OutcomeText<Outcome>) =>
      (outcome: Outcome) => {
        const said = typeof text === 'function' ? text(outcome) : text
        update(id, { level, busy: false, ...toChange(said) })
      }
    const promise = typeof work === 'function' ? work() : work
    promise.then(settle('success', success), settle('error', error))
    return promise
  }
}

function toChange<Said extends MessageChange>(
  said: string | Said,
): Said | { readonly text: string } {
  return typeof said === 'string' ? { text: said } : said
}
