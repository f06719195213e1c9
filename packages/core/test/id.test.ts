import { createIdGenerator, decodeNumber, idLength, idTime, isId } from '@flashpost/core/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)

test('an id is 22 characters of the URL-safe alphabet and tells its time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (now) => {
      const id = createIdGenerator({ now: () => now, fill })()
      expect(id).toMatch(/^[A-Za-z0-9_-]+$/)
      expect(id).toHaveLength(idLength)
      expect(idTime(id)).toBe(now)
    }),
  )
})

test('ids sort by time as text', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 48 - 1 }), { minLength: 2, maxLength: 2 }),
      ([one, two]) => {
        const at = (now: number | undefined) => createIdGenerator({ now: () => now!, fill })()
        expect(at(one) < at(two)).toBe(one! < two!)
      },
    ),
  )
})

test('ids of one generator grow strictly while the clock stands still, jumps and steps back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2 }), (times) => {
      let step = 0
      const next = createIdGenerator({ now: () => times[step++]!, fill })
      const ids = times.map(() => next())
      expect(ids).toEqual([...new Set(ids)].toSorted())
    }),
  )
})

test('a millisecond that has run out of random numbers borrows from the next', () => {
  const next = createIdGenerator({ now: () => 1_000, fill: (bytes) => bytes.fill(255) })
  const [first, second] = [next(), next()]
  expect(idTime(first)).toBe(1_000)
  expect(idTime(second)).toBe(1_001)
  expect(second > first).toBe(true)
})

test('an id says nothing of the next one of its millisecond', () => {
  const next = createIdGenerator({ now: () => 1_000, fill })
  const numbers = Array.from({ length: 1_000 }, () => decodeNumber(next().slice(-7)))
  const steps = numbers.slice(1).map((number, index) => Math.abs(number - numbers[index]!))
  // Of 2 ** 30 equally likely ones, hardly any is as small as what somebody could try out.
  expect(steps.filter((step) => step < 2 ** 15).length).toBeLessThan(3)
  expect(new Set(steps).size).toBeGreaterThan(990)
})

test('two generators do not collide', () => {
  const make = () => createIdGenerator({ now: () => 1_000, fill })
  const ids = Array.from({ length: 10_000 }, () => make()())
  expect(new Set(ids).size).toBe(ids.length)
})

test('only an id has the form of an id', () => {
  expect(isId(createIdGenerator({ now: Date.now, fill })())).toBe(true)
  for (const value of [
    '',
    'a'.repeat(21),
    'a'.repeat(23),
    `${'a'.repeat(21)}=`,
    `${'a'.repeat(22)}\n`,
    null,
    7,
    {},
  ]) {
    expect(isId(value)).toBe(false)
  }
})
