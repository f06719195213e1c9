import { AssertionError, deepStrictEqual } from 'node:assert'
import type { Message } from '@flashpost/core'

/** A message as a test expects it: its text, or the fields that matter. */
export type ExpectedMessage = string | Partial<Message>

/**
 * Asserts that there are just these messages.
 * @param options.ordered whether the order matters; `true` by default
 * @throws AssertionError with the difference
 */
export function assertMessages(
  actual: readonly Message[],
  expected: readonly ExpectedMessage[],
  options: { readonly ordered?: boolean } = {},
): void {
  const wanted = expected.map((each) => (typeof each === 'string' ? { text: each } : each))
  const found = options.ordered === false ? alignWith(wanted, actual) : actual
  const shown = found.map((message, index) =>
    pick(message, Object.keys(wanted[index] ?? { text: '' })),
  )
  try {
    deepStrictEqual(shown, wanted)
  } catch (error) {
    // The trace begins at the caller, where the expectation stands.
    if (error instanceof AssertionError) Error.captureStackTrace(error, assertMessages)
    throw error
  }
}

/** Puts the messages that are expected into the places where they are, and the rest behind. */
function alignWith(
  wanted: readonly Partial<Message>[],
  actual: readonly Message[],
): readonly Message[] {
  const rest = [...actual]
  const aligned = wanted.flatMap((each) => {
    const index = rest.findIndex((message) => isLike(message, each))
    return index < 0 ? [] : rest.splice(index, 1)
  })
  return [...aligned, ...rest]
}

function isLike(message: Message, wanted: Partial<Message>): boolean {
  const fields = Object.keys(wanted)
  return JSON.stringify(pick(message, fields)) === JSON.stringify(pick(wanted, fields))
}

function pick(message: Partial<Message>, fields: readonly string[]): Partial<Message> {
  return Object.fromEntries(Object.entries(message).filter(([field]) => fields.includes(field)))
}
