import { encodeEvent } from '@flashpost/core/protocol'
import { createInboxServer } from './inbox-server.ts'
import type { InboxServer } from './inbox-server.ts'

/** One stream that a test writes. */
export interface TestStream {
  /** What the client had asked from. */
  readonly since: string | undefined
  readonly send: (event: string, data: object, more?: { readonly retry?: number }) => void
  /** A sign of life. */
  readonly beat: () => void
  readonly end: () => void
  readonly isOpen: () => boolean
}

/** An inbox's server with the live endpoint. */
export interface LiveServer extends InboxServer {
  /** Every stream that was ever asked for. */
  readonly streams: readonly TestStream[]
  readonly open: () => readonly TestStream[]
  /** Answers the next streams so, in place of a stream; `silent` is a stream that says nothing. */
  live: 'stream' | 'silent' | (() => Response | Promise<Response>)
  /** What each stream says first, beside counts and revision. */
  isResumed: boolean
}

const counts = { unread: 1, read: 0, archived: 0 }

export function createLiveServer(): LiveServer {
  const streams: TestStream[] = []
  const base = createInboxServer()
  const server: LiveServer = Object.assign(base, {
    streams,
    open: () => streams.filter(({ isOpen }) => isOpen()),
    live: 'stream' as const,
    isResumed: true,
  })
  const { intercept } = base
  server.intercept = (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname !== '/messages/live') return intercept?.(request)
    if (typeof server.live === 'function') return server.live()
    const since = searchParams.get('since') ?? undefined
    const { stream, response } = openStream(request.signal, since)
    streams.push(stream)
    if (server.live === 'stream')
      stream.send('hello', {
        resumed: since !== undefined && server.isResumed,
        counts,
        revision: server.revision,
      })
    return response
  }
  return server
}

function openStream(signal: AbortSignal, since: string | undefined) {
  const { readable, writable } = new TransformStream<string, string>()
  const writer = writable.getWriter()
  let isOpen = true
  const close = () => (isOpen = false)
  const write = (text: string) => void writer.write(text).catch(close)
  signal.addEventListener('abort', () => {
    close()
    void writer.abort(new DOMException('Aborted', 'AbortError')).catch(close)
  })
  const stream: TestStream = {
    since,
    send: (event, data, more) => write(encodeEvent({ event, data: JSON.stringify(data), ...more })),
    beat: () => write(':\n\n'),
    end() {
      close()
      void writer.close().catch(close)
    },
    isOpen: () => isOpen,
  }
  const headers = { 'content-type': 'text/event-stream' }
  return {
    stream,
    response: new Response(readable.pipeThrough(new TextEncoderStream()), { headers }),
  }
}
