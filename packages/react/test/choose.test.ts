import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClientMessage } from '@flashpost/react'
import { choose, keyOf } from '../src/toaster/core/choose.ts'
import { defaultPriority } from '../src/toaster/core/default-priority.ts'

/** What happens to a toaster, one thing after the other. */
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('news', 'answer', 'error') },
    { weight: 3, arbitrary: fc.constantFrom('see', 'settle', 'finish') },
    { weight: 1, arbitrary: fc.nat(20) },
  ),
  { maxLength: 60 },
)
const limits = fc.integer({ min: 1, max: 6 })

/** A toaster whose reader sees what is up only when told. */
function play(limit: number) {
  let messages: readonly ClientMessage[] = []
  let up: readonly ClientMessage[] = []
  let released = new Map<string, boolean>()
  const seen = new Set<string>()
  let last = 0
  const read = () => {
    const settings = {
      limit,
      priority: defaultPriority,
      isSeen: (id: string) => seen.has(id),
      released,
    }
    const before = up
    up = choose(messages, settings, before.map(keyOf))
    // As often as it likes: React does.
    expect(choose(messages, settings, up.map(keyOf))).toEqual(up)
    return before
  }
  const toaster = {
    up: () => up.map(({ id }) => id),
    messages: () => messages.map(({ id }) => id),
    isSeen: (id: string) => seen.has(id),
    add(kind: string) {
      const id = String(++last)
      const level = kind === 'error' ? 40 : 20
      messages = [...messages, { id, level, answer: kind === 'answer' } as ClientMessage]
      read()
      return id
    },
    see() {
      for (const { id } of up) seen.add(id)
      return read()
    },
    /** Those that were seen have been there for a while, or have had their turn. */
    release(isDone: boolean) {
      released = new Map(up.flatMap(({ id }) => (seen.has(id) ? [[id, isDone]] : [])))
      return read()
    },
    dismiss(at: number) {
      messages = messages.filter((_, index) => index !== at)
      return read()
    },
    act(act: string | number) {
      if (act === 'see') toaster.see()
      else if (act === 'settle' || act === 'finish') toaster.release(act === 'finish')
      else if (typeof act === 'number') toaster.dismiss(act)
      else toaster.add(act)
    },
  }
  return toaster
}

test('as many are up as there is room for, each once, and all the others wait', () => {
  fc.assert(
    fc.property(limits, acts, (limit, all) => {
      const toaster = play(limit)
      for (const act of all) {
        toaster.act(act)
        const up = toaster.up()
        expect(up).toHaveLength(Math.min(limit, toaster.messages().length))
        expect(new Set(up).size).toBe(up.length)
        for (const id of up) expect(toaster.messages()).toContain(id)
      }
    }),
  )
})

test('what nobody has seen never gives way', () => {
  fc.assert(
    fc.property(limits, acts, (limit, all) => {
      const toaster = play(limit)
      for (const act of all) {
        const unseen = toaster.up().filter((id) => !toaster.isSeen(id))
        toaster.act(act)
        const left = unseen.filter((id) => toaster.messages().includes(id))
        expect(toaster.up()).toEqual(expect.arrayContaining(left))
      }
    }),
  )
})

test('an error is up as soon as one of those that are was seen for a moment, and so is the answer to what was done last', () => {
  fc.assert(
    fc.property(limits, acts, fc.constantFrom('error', 'answer'), (most, all, kind) => {
      // Of several that come at once errors are first, and take what room there is.
      const limit = kind === 'error' ? most : most + 2
      const toaster = play(limit)
      for (const act of all) toaster.act(act)
      const id = toaster.add(kind)
      toaster.see()
      toaster.release(false)
      expect(toaster.up()).toContain(id)
    }),
  )
})

test('everything is seen in time, whatever stays until it is dismissed', () => {
  fc.assert(
    fc.property(limits, acts, (limit, all) => {
      const toaster = play(limit)
      for (const act of all) toaster.act(act)
      const rounds = Math.ceil(toaster.messages().length / limit) + 1
      for (let round = 0; round < rounds; round++) {
        toaster.see()
        toaster.release(true)
      }
      expect(toaster.messages().filter((id) => !toaster.isSeen(id))).toEqual([])
    }),
  )
})

test('the one that is up for longest gives way, and comes back when there is room', () => {
  const toaster = play(2)
  const [one, two] = [toaster.add('news'), toaster.add('news')]
  toaster.see()
  toaster.release(false)
  const error = toaster.add('error')
  expect(toaster.up()).toEqual([two, error])
  toaster.dismiss(2)
  expect(toaster.up()).toEqual([two, one])
})

test('what was not seen goes before what was, into a free place', () => {
  const toaster = play(1)
  const one = toaster.add('news')
  const two = toaster.add('news')
  toaster.see()
  toaster.release(false)
  const error = toaster.add('error')
  expect(toaster.up()).toEqual([error])
  toaster.dismiss(2)
  expect(toaster.up()).toEqual([two])
  toaster.dismiss(1)
  expect(toaster.up()).toEqual([one])
})

test('of twenty answers at once only the last few come before their turn', () => {
  const toaster = play(5)
  const ids = Array.from({ length: 20 }, () => toaster.add('answer'))
  for (let round = 0; round < 10; round++) {
    toaster.see()
    toaster.release(false)
  }
  expect(toaster.up()).toEqual([ids[3], ids[4], ids[19], ids[18], ids[17]])
})
