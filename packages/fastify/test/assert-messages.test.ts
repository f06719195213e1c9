import { createLevels, defaultLimits } from '@flashpost/fastify'
import { createIdGenerator, createMessage } from '@flashpost/core/protocol'
import { assertMessages } from '@flashpost/fastify/testing'
import { expect, test } from 'vitest'

const context = {
  levels: createLevels(),
  limits: defaultLimits,
  nextId: createIdGenerator({ now: Date.now, fill: (bytes) => crypto.getRandomValues(bytes) }),
}
const messages = [
  createMessage({ level: 'success', text: 'Saved.', extraTags: 'profile' }, context)!,
  createMessage({ level: 'info', text: 'Hello' }, context)!,
]

test('texts and fields match', () => {
  expect(() => assertMessages(messages, ['Saved.', 'Hello'])).not.toThrow()
  expect(() => assertMessages(messages, [{ tags: 'profile success' }, { level: 20 }])).not.toThrow()
})

test('the order matters unless it does not', () => {
  expect(() => assertMessages(messages, ['Hello', 'Saved.'])).toThrow(/Hello/)
  expect(() => assertMessages(messages, ['Hello', { level: 25 }], { ordered: false })).not.toThrow()
  expect(() => assertMessages(messages, ['Hello', 'Hello'], { ordered: false })).toThrow(/Saved/)
})

test.each([[['Saved.']], [['Saved.', 'Hello', 'More']], [[]]])(
  'a wrong number does not match (%j)',
  (expected) => {
    expect(() => assertMessages(messages, expected)).toThrow(
      /Expected values to be strictly deep-equal/,
    )
  },
)

test('the trace begins where the expectation stands', () => {
  const failure = (): unknown => {
    try {
      assertMessages(messages, [])
    } catch (error) {
      return error
    }
    return undefined
  }
  expect((failure() as Error).stack).not.toMatch(/at assertMessages/)
})
