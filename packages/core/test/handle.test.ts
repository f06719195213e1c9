import { decodeHandle, decodeHeader, encodeHandle, encodeHeader } from '@flashpost/core/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
const recipient = fc.oneof(
  name,
  name.map((box) => ({ box })),
)

test('a handle says whom it names and how long, in ASCII', () => {
  const expiresAt = fc.integer({ min: 0, max: 90_000_000_000_000 })
  fc.assert(
    fc.property(recipient, expiresAt, (each, time) => {
      const content = encodeHandle({ recipient: each, expiresAt: time })
      expect(content).toMatch(/^[!-~]+$/)
      expect(decodeHandle(`${content}.signature`)).toEqual({
        content,
        signature: 'signature',
        expiresAt: time,
        recipient: each,
      })
    }),
  )
})

test('what is no handle is none', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(decodeHandle(value)).toBeUndefined()
    }),
  )
  for (const text of ['', '.', '1..u.a.s', '2.a.u.ada.s', '1.a.x.ada.s', '1.a.u..s', '1.a.u.%.s'])
    expect(decodeHandle(text)).toBeUndefined()
  expect(decodeHandle(`1.a.u.${'a'.repeat(20_000)}.s`)).toBeUndefined()
})

test('a header says that something comes later, and fits all the same', () => {
  const { value } = encodeHeader([], { maxBytes: 30, live: true, dropped: true, more: true })
  expect(value.length).toBeLessThanOrEqual(30)
  expect(decodeHeader(value)).toEqual({ messages: [], more: true, dropped: true, live: true })
  expect(decodeHeader('[1]')).not.toHaveProperty('live')
})
