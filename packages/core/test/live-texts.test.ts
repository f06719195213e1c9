import { createEventDecoder, createLiveTexts } from '@flashpost/core/protocol'
import type { DecodedEvent, LiveEvent } from '@flashpost/core/protocol'
import type { StoredMessage } from '@flashpost/core'
import { expect, test } from 'vitest'
import { message } from './support.ts'

const [one, other] = [message({ text: 'own “1”\nand 2' }), message({ text: 'to all' })]
const own: StoredMessage = { ...one, position: 1, arrivedAt: 5, topic: 'x' }
const toAll: StoredMessage = { ...other, position: 1, arrivedAt: 6, broadcast: true }
const counts = { unread: 2, read: 0, archived: 0 }

function decode(text: string): readonly DecodedEvent[] {
  const events: DecodedEvent[] = []
  createEventDecoder((event) => void events.push(event))(text)
  return events
}

test('events say all that they are made of, whoever was told of it before', () => {
  const texts = createLiveTexts()
  for (const items of [[own, toAll], [toAll], [own], []]) {
    const messages = items.map(texts.messageOf)
    const events: LiveEvent[] = [
      { event: 'hello', data: { resumed: false, counts, revision: 'e.1.1' }, retry: 1_000 },
      {
        event: 'inbox',
        data: { reset: false, changed: items, removed: ['gone'], counts, revision: 'e.1.2' },
      },
      { event: 'messages', data: { messages, more: false, dropped: false } },
    ]
    for (const event of events) {
      const [heard, ...others] = decode(texts.encode(event))
      expect(others).toEqual([])
      expect(heard).toMatchObject({ event: event.event })
      expect(JSON.parse(heard!.data)).toEqual(JSON.parse(JSON.stringify(event.data)))
      expect(heard!.id).toBe('revision' in event.data ? event.data.revision : undefined)
    }
  }
})

test('a message says nothing of the inbox, and a broadcast is one object for all streams', () => {
  const texts = createLiveTexts()
  expect(texts.messageOf(own)).toEqual(one)
  expect(texts.messageOf(toAll)).toEqual(other)
  expect(texts.messageOf(toAll)).toBe(texts.messageOf(toAll))
  // As somebody else sees it, it is another one.
  const read: StoredMessage = { ...toAll, readAt: 7 }
  const data = { reset: false, changed: [read], removed: [], counts, revision: 'e.1.2' }
  expect(JSON.parse(decode(texts.encode({ event: 'inbox', data }))[0]!.data)).toEqual(data)
})
