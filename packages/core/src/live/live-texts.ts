import { encodeEvent } from '../codec/event-stream.ts'
import { messageOf } from '../inbox/item.ts'
import type { StoredMessage } from '../inbox/item.ts'
import type { Message } from '../message.ts'
import type { LiveEvent } from './live-event.ts'

/** What the live streams of one host say, of which broadcasts are the same for all: these are written as JSON once. */
export interface LiveTexts {
  /** A message as streams say it; of a broadcast one object for all of them. */
  readonly messageOf: (item: StoredMessage) => Message
  /** Writes an event of a live stream. What it is as of is its id, from which a reader goes on. */
  readonly encode: (said: LiveEvent) => string
}

export function createLiveTexts(): LiveTexts {
  const messages = new WeakMap<StoredMessage, Message>()
  const known = new WeakMap<object, string>()

  function share(item: StoredMessage): Message {
    const message = messageOf(item)
    messages.set(item, message)
    known.set(message, JSON.stringify(message))
    known.set(item, JSON.stringify(item))
    return message
  }

  function listOf(values: readonly object[]): string {
    return `[${values.map((value) => known.get(value) ?? JSON.stringify(value)).join(',')}]`
  }

  function dataOf(said: LiveEvent): string {
    if (said.event === 'hello') return JSON.stringify(said.data)
    if (said.event === 'messages') {
      const { messages: list, ...rest } = said.data
      return `{"messages":${listOf(list)},${JSON.stringify(rest).slice(1)}`
    }
    const { changed, ...rest } = said.data
    return `{"changed":${listOf(changed)},${JSON.stringify(rest).slice(1)}`
  }

  return {
    messageOf: (item) => (item.broadcast ? (messages.get(item) ?? share(item)) : messageOf(item)),
    encode(said) {
      const id = 'revision' in said.data ? said.data.revision : undefined
      return encodeEvent({
        event: said.event,
        data: dataOf(said),
        ...(id !== undefined && { id }),
        ...(said.event === 'hello' && { retry: said.retry }),
      })
    },
  }
}
