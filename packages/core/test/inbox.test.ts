import { createLevels } from '@flashpost/core'
import type { InboxChanges, InboxMark, StoredMessage } from '@flashpost/core'
import {
  applyChanges,
  checkInboxFilter,
  checkLimit,
  compareItems,
  createInboxMatcher,
  createTargetMatcher,
  decodeRevision,
  encodeRevision,
  isStateOnly,
  isUpTo,
  isWithin,
  markItem,
  readInboxQuery,
  writeInboxQuery,
} from '@flashpost/core/protocol'
import { describe, expect, test } from 'vitest'

const scale = createLevels({ levels: { critical: 50 } })

function item(fields: Partial<StoredMessage> = {}): StoredMessage {
  return {
    id: 'A'.repeat(22),
    level: 20,
    levelTag: 'info',
    extraTags: '',
    tags: 'info',
    text: 'Hello',
    createdAt: 1_000,
    arrivedAt: 1_000,
    position: 1,
    ...fields,
  }
}

describe('a revision', () => {
  test('is read as it was written', () => {
    const revision = { epoch: 'abc-_9', rev: 12, brev: 0 }
    expect(encodeRevision(revision)).toBe('abc-_9.12.0')
    expect(decodeRevision('abc-_9.12.0')).toEqual(revision)
  })

  test.each([
    undefined,
    null,
    7,
    '',
    'abc',
    'abc.1',
    'abc.1.2.3',
    '.1.2',
    'abc.-1.2',
    'abc.01.2',
    'abc.1e3.2',
    'abc.1.2\n',
    'a\r\nb.1.2',
    `${'a'.repeat(41)}.1.2`,
    `abc.${'9'.repeat(16)}.1`,
    { epoch: 'abc', rev: 1, brev: 1 },
  ])('is none where it is %j', (text) => {
    expect(decodeRevision(text)).toBeUndefined()
  })

  test('has what was there at it, broadcasts by their own count', () => {
    const revision = { rev: 5, brev: 2 }
    expect(isUpTo(item({ position: 5 }), revision)).toBe(true)
    expect(isUpTo(item({ position: 6 }), revision)).toBe(false)
    expect(isUpTo(item({ position: 2, broadcast: true }), revision)).toBe(true)
    expect(isUpTo(item({ position: 3, broadcast: true }), revision)).toBe(false)
  })

  test('is within another when both of its counts are, and the epoch is the same', () => {
    const one = { epoch: 'a', rev: 1, brev: 2 }
    expect(isWithin(one, { ...one, rev: 2 })).toBe(true)
    expect(isWithin(one, { ...one, brev: 1, rev: 2 })).toBe(false)
    expect(isWithin(one, { ...one, epoch: 'b' })).toBe(false)
  })
})

describe('a filter', () => {
  const means = (filter: object, fields: Partial<StoredMessage>) =>
    createInboxMatcher(checkInboxFilter(filter, scale))(item(fields))

  test.each([
    [{}, {}, true],
    [{}, { readAt: 1 }, true],
    [{}, { archivedAt: 1 }, false],
    [{ state: 'unread' }, {}, true],
    [{ state: 'unread' }, { readAt: 1 }, false],
    [{ state: 'unread' }, { archivedAt: 1 }, false],
    [{ state: 'read' }, { readAt: 1 }, true],
    [{ state: 'read' }, { readAt: 1, archivedAt: 1 }, false],
    [{ state: 'archived' }, { archivedAt: 1 }, true],
    [{ state: 'all' }, { archivedAt: 1 }, true],
    [{ level: 'critical' }, { level: 50 }, true],
    [{ level: ['info', 25] }, { level: 25 }, true],
    [{ level: ['info', 25] }, { level: 30 }, false],
    [{ tags: 'a b' }, { tags: 'b x a info' }, true],
    [{ tags: 'a b' }, { tags: 'ab info' }, false],
    [{ tags: ['a', 'info'] }, { tags: 'a info' }, true],
    [{ name: 'shipped' }, { name: 'shipped' }, true],
    [{ name: ['shipped', 'sent'] }, {}, false],
    [{ topic: 'orders' }, { topic: 'orders' }, true],
    [{ topic: ['orders', 'x'] }, { topic: 'other' }, false],
    [{ topic: 'orders' }, {}, false],
    [{ topic: 'orders', level: 'info', state: 'unread' }, { topic: 'orders' }, true],
    [{ topic: 'orders', level: 'error', state: 'unread' }, { topic: 'orders' }, false],
  ])('%j means %j: %s', (filter, fields, expected) => {
    expect(means(filter, fields)).toBe(expected)
  })

  test.each([
    null,
    'unread',
    ['unread'],
    { state: 'deleted' },
    { state: ['unread', 'read'] },
    { state: 'constructor' },
    { state: null },
    { level: 'loud' },
    { level: -1 },
    { level: 1.5 },
    { level: null },
    { level: { toString: 1 } },
    { tags: 7 },
    { tags: [['a']] },
    { name: {} },
    { topic: 'x'.repeat(201) },
    { topic: Array.from({ length: 51 }, String) },
    { stat: 'unread' },
    { limit: 5 },
    { '1=1; --': 'x' },
  ])('cannot be %j', (filter) => {
    expect(() => checkInboxFilter(filter, scale)).toThrow(
      expect.objectContaining({ name: 'FlashError', code: 'FLASH_ERR_FILTER' }),
    )
  })

  test('is the same after it travelled in a URL', () => {
    const query = {
      state: 'unread',
      level: ['critical', 20],
      tags: 'a b',
      name: ['shipped'],
      topic: 'orders & more',
      after: 'cursor',
      limit: 5,
    } as const
    const url = new URLSearchParams(writeInboxQuery(query as never))
    const parameters: Record<string, string | string[]> = {}
    for (const name of new Set(url.keys())) {
      const all = url.getAll(name)
      parameters[name] = all.length > 1 ? all : all[0]!
    }
    const { limit, after, ...filter } = readInboxQuery({ ...parameters, utm: 'x' })
    expect([limit, after]).toEqual([5, 'cursor'])
    const { limit: _, after: __, ...sent } = query
    expect(checkInboxFilter(filter, scale)).toEqual(checkInboxFilter(sent, scale))
  })

  test('looks at the state alone, or at more', () => {
    expect(isStateOnly(checkInboxFilter({ state: 'read' }, scale))).toBe(true)
    expect(isStateOnly(checkInboxFilter({ tags: 'a' }, scale))).toBe(false)
  })

  test.each([0, 101, -1, 1.5, '20', null, Number.NaN])('has no page of %j messages', (limit) => {
    expect(() => checkLimit(limit)).toThrow(expect.objectContaining({ code: 'FLASH_ERR_FILTER' }))
  })

  test('has pages of 20 where nobody says how many', () => {
    expect([checkLimit(), checkLimit(1), checkLimit(100)]).toEqual([20, 1, 100])
  })
})

describe('a mark', () => {
  test.each<[InboxMark, Partial<StoredMessage>, Partial<StoredMessage>]>([
    ['read', {}, { readAt: 9 }],
    ['read', { readAt: 1 }, { readAt: 1 }],
    ['unread', { readAt: 1, archivedAt: 2 }, { archivedAt: 2 }],
    ['unread', {}, {}],
    ['archive', { readAt: 1 }, { readAt: 1, archivedAt: 9 }],
    ['archive', { archivedAt: 1 }, { archivedAt: 1 }],
    ['unarchive', { readAt: 1, archivedAt: 2 }, { readAt: 1 }],
    ['unarchive', {}, {}],
  ])('%s makes of %j: %j', (mark, before, after) => {
    expect(markItem(item(before), mark, 9)).toEqual(item(after))
  })

  test('that changes nothing leaves the message itself', () => {
    const read = item({ readAt: 1 })
    expect(markItem(read, 'read', 9)).toBe(read)
    expect(markItem(read, 'remove', 9)).toBeUndefined()
  })

  test('concerns ids, or what was there at a revision', () => {
    const byId = createTargetMatcher({ ids: ['x'] })
    expect([byId(item({ id: 'x' })), byId(item())]).toEqual([true, false])
    const upTo = { epoch: 'a', rev: 5, brev: 5 }
    const all = createTargetMatcher({ upTo })
    expect([all(item({ position: 5, archivedAt: 1 })), all(item({ position: 6 }))]).toEqual([
      true,
      false,
    ])
    const some = createTargetMatcher({ upTo, filter: checkInboxFilter({ tags: 'a' }, scale) })
    expect([some(item({ tags: 'a' })), some(item())]).toEqual([true, false])
  })
})

describe('changes', () => {
  const counts = { unread: 0, read: 0, archived: 0 }
  const none: InboxChanges = { reset: false, changed: [], removed: [], counts, revision: 'a.1.1' }
  const known = new Map([
    ['one', item({ id: 'one', position: 1 })],
    ['two', item({ id: 'two', position: 2 })],
    ['all', item({ id: 'all', position: 9, broadcast: true })],
  ])

  test('put in what is new, replace what is known, and take out what is gone', () => {
    const three = item({ id: 'three', position: 3 })
    const read = item({ id: 'one', readAt: 5 })
    const after = applyChanges(known, { ...none, changed: [three, read], removed: ['two', 'x'] })
    expect([...after.keys()].toSorted()).toEqual(['all', 'one', 'three'])
    expect(after.get('one')).toBe(read)
  })

  test('read everything up to a mark, before what is said of single ones', () => {
    const unread = item({ id: 'one', position: 1 })
    const changes = {
      ...none,
      read: [
        { rev: 1, brev: 0, at: 6 },
        { rev: 1, brev: 9, at: 7 },
      ],
      changed: [unread],
    }
    const after = applyChanges(known, changes)
    expect([after.get('one')?.readAt, after.get('two')?.readAt, after.get('all')?.readAt]).toEqual([
      undefined,
      undefined,
      7,
    ])
    expect(applyChanges(after, changes)).toEqual(after)
  })

  test('that reset leave nothing of what was known', () => {
    expect([...applyChanges(known, { ...none, reset: true })]).toEqual([])
  })
})

test('messages are in the order in which they came, own ones before broadcasts of the same moment', () => {
  const items = [
    item({ id: 'a', arrivedAt: 1, position: 7 }),
    item({ id: 'b', arrivedAt: 2, position: 8 }),
    item({ id: 'c', arrivedAt: 2, position: 9 }),
    item({ id: 'd', arrivedAt: 2, position: 1, broadcast: true }),
    item({ id: 'e', arrivedAt: 3, position: 2, broadcast: true }),
  ]
  expect(items.toSorted(compareItems).map(({ id }) => id)).toEqual(['e', 'c', 'b', 'd', 'a'])
})
