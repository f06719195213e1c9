import { createEventDecoder, encodeEvent } from '@flashpost/core/protocol'
import type { DecodedEvent, StreamEvent } from '@flashpost/core/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'

function decode(...chunks: readonly string[]): readonly DecodedEvent[] {
  const events: DecodedEvent[] = []
  const read = createEventDecoder((event) => events.push(event))
  for (const chunk of chunks) read(chunk)
  return events
}

/** Cuts a text into pieces at any places. */
function cut(text: string, places: readonly number[]): readonly string[] {
  const ends = [...places.map((place) => place % (text.length + 1)), 0, text.length]
  const sorted = ends.toSorted((one, other) => one - other)
  return sorted.map((end, index) => text.slice(sorted[index - 1] ?? 0, end))
}

const word = fc.stringMatching(/^[^\r\n\0]+$/)
const anyEvent: fc.Arbitrary<StreamEvent> = fc.record({
  event: word,
  id: word,
  data: fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\r', '')),
  retry: fc.nat(999_999_999),
})
const anyPlaces = fc.array(fc.nat(), { maxLength: 8 })

test('every event that was written is read again, however it was cut on the way', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 4 }), anyPlaces, (events, places) => {
      expect(decode(...cut(events.map(encodeEvent).join(''), places))).toEqual(events)
    }),
  )
})

test('a stream is read the same way whatever its line ends are', () => {
  const lines = ['event: inbox', 'id: a.1.0', 'data: one', 'data: two', '', ': beat', '', '']
  const expected = [{ event: 'inbox', id: 'a.1.0', data: 'one\ntwo' }]
  fc.assert(
    fc.property(fc.constantFrom('\n', '\r', '\r\n'), anyPlaces, (end, places) => {
      expect(decode(...cut(lines.join(end), places))).toEqual(expected)
    }),
  )
})

test('nothing that is read can break a reader', () => {
  const pieces = ['data', 'id', 'retry', 'event', ':', ' ', '\r', '\n', '\0', '\uFEFF', 'x', '12']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces)), anyPlaces, (text, places) => {
      expect(decode(...cut(text.join(''), places))).toEqual(decode(text.join('')))
    }),
  )
})

test.each([
  ['one space after the colon is no part of a value', 'data:  a\n\n', [{ data: ' a' }]],
  ['a field without a colon is empty', 'data\ndata\n\n', [{ data: '\n' }]],
  [
    'an event without data is none, and hands its kind to no other',
    'event: a\n\ndata: b\n\n',
    [{ data: 'b' }],
  ],
  ['comments and unknown fields are passed over', ': a\ntoString: b\ndata: c\n\n', [{ data: 'c' }]],
  ['an event that is cut off is none', 'data: a\n', []],
  ['a byte order mark is no part of the first field', '\uFEFFdata: a\n\n', [{ data: 'a' }]],
  [
    'an id lasts until there is another',
    'id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\n',
    [
      { id: '1', data: 'a' },
      { id: '1', data: 'b' },
      { id: '2', data: 'c' },
    ],
  ],
  [
    'an empty id takes it back',
    'id: 1\ndata: a\n\nid\ndata: b\n\n',
    [{ id: '1', data: 'a' }, { data: 'b' }],
  ],
  ['an id with a zero byte is passed over', 'id: 1\0\ndata: a\n\n', [{ data: 'a' }]],
  [
    'a time to wait is a number',
    'retry: 1e9\ndata: a\n\nretry: 20\n\ndata: b\n\n',
    [{ data: 'a' }, { retry: 20, data: 'b' }],
  ],
])('%s', (_, text, events) => {
  expect(decode(text)).toEqual(events.map((event) => ({ event: 'message', ...event })))
})

test('neither a kind nor an id can end its line', () => {
  const text = encodeEvent({ event: 'a\nb', id: 'c\r\nd\0', data: 'e' })
  expect(text).toBe('event: ab\nid: cd\ndata: e\n\n')
})

test('a reader holds what has no end yet, and no more', () => {
  const events = decode('data: ', ...Array.from({ length: 50_000 }, () => 'x'.repeat(20)), '\n\n')
  expect(events[0]?.data).toHaveLength(1_000_000)
})
