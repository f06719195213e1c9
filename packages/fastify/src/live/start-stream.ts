import { openLiveSession, whenReady } from '@flashpost/core/protocol'
import type { Awaitable, LiveEvent, LiveInbox, LiveTexts } from '@flashpost/core/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Registration } from '../registration.ts'
import { openEventStream } from './event-stream.ts'
import type { LiveSettings } from './live-options.ts'
import type { Streams } from './streams.ts'

/** What all live streams share. */
export interface LiveContext {
  readonly inbox: LiveInbox
  readonly settings: LiveSettings
  readonly registration: Registration
  readonly streams: Streams
  readonly texts: LiveTexts
}

/** One stream to be. */
export interface StreamRequest extends LiveContext {
  /** Whose it is, for the limit. */
  readonly owner: string
  /** Who is signed in; `undefined` for a visitor who has not. */
  readonly user: string | undefined
  readonly boxes: readonly string[]
  readonly reader: string
  readonly since: unknown
  /** Asks whether the reader may still read. */
  readonly mayRead: () => Awaitable<boolean>
}

/** How long readers wait at least before they come back, in milliseconds, and how much longer at most. */
const [pause, spread] = [1_000, 2_000]

/** Answers with a live stream, which goes on until it ends or its reader goes. */
export function startStream(reply: FastifyReply, asked: StreamRequest): void {
  const { request } = reply
  const { inbox, settings, registration, streams, texts } = asked
  const { owner, user, boxes, reader, since, mayRead } = asked
  const { shared, signals } = registration
  const fail = (error: unknown) =>
    request.log.error({ err: error }, 'a live stream of Flashpost failed')
  // Whoever reads may be gone before there is anything to end.
  let end: () => void = () => undefined
  const stream = openEventStream(reply, settings, () => {
    end()
    streams.remove(owner, stream)
  })
  streams.add(owner, stream)

  try {
    end = openLiveSession({
      inbox,
      user,
      boxes,
      reader,
      since,
      maxAge: shared.maxAge,
      retry: Math.round(pause + Math.random() * spread),
      levels: shared.ownLevels,
      texts,
      say: (events) => {
        if (events.length === 0 || stream.isOver) return undefined
        return whenReady(mayRead(), (isAllowed) => {
          if (!isAllowed) return stream.end()
          tell(signals, events, request)
          return stream.write(events.map(texts.encode).join(''))
        })
      },
      later,
      now: shared.now,
      onError: fail,
    })
  } catch (error) {
    fail(error)
    stream.end()
  }
}

function tell(
  signals: Registration['signals'],
  events: readonly LiveEvent[],
  request: FastifyRequest,
): void {
  for (const { event, data } of events)
    if (event === 'messages') signals.emit('offered', { messages: data.messages, request })
}

function later(wait: number, work: () => void): () => void {
  const timer = setTimeout(work, wait)
  return () => clearTimeout(timer)
}
