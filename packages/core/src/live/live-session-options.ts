import type { Awaitable } from '../awaitable.ts'
import type { MessagesBody } from '../codec/body.ts'
import type { LiveEvent } from './live-event.ts'
import type { LiveInbox } from './live-inbox.ts'
import type { LiveTexts } from './live-texts.ts'

/** One live stream, as its host opens it. */
export interface LiveSessionOptions {
  readonly inbox: LiveInbox
  /** Who is signed in; absent for an anonymous visitor. */
  readonly user?: string | undefined
  /** The visitor's boxes. */
  readonly boxes: readonly string[]
  /** The tab that reads the stream. */
  readonly reader: string
  /** The revision that the reader knows, as it says; what is none counts as nothing. */
  readonly since?: unknown
  /** Messages that came to the recipient before that are not shown any more, in seconds. */
  readonly maxAge: number
  /** How long the reader waits before it comes back, in milliseconds. */
  readonly retry: number
  /** The app's own levels, which readers are told; absent when it has none. */
  readonly levels?: MessagesBody['levels'] | undefined
  /** What the streams of the same host say. */
  readonly texts: LiveTexts
  /** Sends events, all of them in one piece. What comes meanwhile is put together while that is pending. */
  readonly say: (events: readonly LiveEvent[]) => Awaitable<void>
  /** Does something after some milliseconds; the answer prevents it. */
  readonly later: (wait: number, work: () => void) => () => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Is told what asking again has thrown. */
  readonly onError: (error: unknown) => void
}
