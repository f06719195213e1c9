import { createEventDecoder } from '@flashpost/core/protocol'
import type { DecodedEvent } from '@flashpost/core/protocol'

/** For how long the first event is waited for: a proxy may hold back what it gets until there is more. In milliseconds. */
const patience = 10_000
/** Two and a half times the heartbeat of the server: for so long an open connection may be silent, in milliseconds. */
export const silence = 50_000

/** How a connection came to its end. */
export interface StreamEnd {
  /** The status of the answer; `undefined` when there was none. */
  readonly status: number | undefined
  /** Whether the answer was a stream of events. */
  readonly isStream: boolean
  /** For how long the server asks to stay away, in milliseconds. */
  readonly retry: number | undefined
}

/** Who reads a stream. */
export interface StreamReader {
  /** Asks for the stream. */
  readonly open: (signal: AbortSignal) => Promise<Response>
  readonly hear: (event: DecodedEvent) => void
  /** Something came, an event or a sign of life. */
  readonly notice: () => void
}

/** Reads one stream until it ends, breaks off, falls silent, or the signal. Never throws. */
export async function readStream(
  { open, hear, notice }: StreamReader,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const ending = new AbortController()
  const end = () => ending.abort()
  let alarm = setTimeout(end, patience)
  let found: StreamEnd = { status: undefined, isStream: false, retry: undefined }
  let isHeard = false
  const decode = createEventDecoder((event) => {
    isHeard = true
    found = { ...found, retry: event.retry }
    hear(event)
  })
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    const response = await open(ending.signal)
    found = describe(response)
    // Read to its end, whatever it is: happy-dom throws about what is aborted unread.
    if (!found.isStream) await response.text()
    const reader = found.isStream ? response.body?.getReader() : undefined
    const text = new TextDecoder()
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done) break
      decode(text.decode(value, { stream: true }))
      if (!isHeard) continue
      notice()
      clearTimeout(alarm)
      alarm = setTimeout(end, silence)
    }
  } catch {
    // It broke off, and what came until then holds.
    end()
  }
  clearTimeout(alarm)
  signal.removeEventListener('abort', end)
  return found
}

function describe({ status, headers }: Response): StreamEnd {
  const isStream =
    status === 200 && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')
  // In seconds (RFC 9110, section 10.2.3); a date is as good as nothing.
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return { status, isStream, retry: seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : undefined }
}
