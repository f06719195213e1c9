import { createRetry } from '../server/retry.ts'
import { hearEvent } from './hear-event.ts'
import { jitter } from './jitter.ts'
import { createPatience } from './patience.ts'
import { createPolls } from './polls.ts'
import { readStream, silence } from './read-stream.ts'
import type { StreamEnd, StreamReader } from './read-stream.ts'
import type { Source, SourceTools } from './source.ts'

/** Where the server knows no stream it is looked for so often, in milliseconds. */
const rarely = 600_000
const atMost = 1_000

/** Keeps one stream open, and asks every 30 seconds while there is none. */
export function keepStream(tools: SourceTools, signal: AbortSignal): Source {
  const polls = createPolls(tools)
  const patience = createPatience()
  let connection: AbortController | undefined
  let began = Number.NEGATIVE_INFINITY
  // By the clock on the wall, which goes on while a computer sleeps.
  let noticed = 0
  let isClosed = false
  /** The server has said that something will come since the stream was asked for. */
  let isExpected = false

  const connect = async () => {
    const own = (connection = new AbortController())
    const since = tools.known()
    let greeted = Number.POSITIVE_INFINITY
    began = performance.now()
    isClosed = isExpected = false
    const greet = () => {
      greeted = performance.now()
      polls.stop()
    }
    const hearing = { ...tools, since, greet, renew }
    const path = `/live${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`
    const reader: StreamReader = {
      open: (until) => tools.request(path, { ...asStream, signal: until }),
      hear: (event) => own.signal.aborted || hearEvent(event, hearing),
      notice: () => (noticed = Date.now()),
    }
    noticed = Date.now()
    const end = await readStream(reader, own.signal)
    connection = undefined
    if (!own.signal.aborted) conclude(end, performance.now() - greeted)
    return true
  }
  const conclude = ({ status, isStream, retry }: StreamEnd, lifetime: number) => {
    isClosed = status === 204 || status === 401 || status === 403
    if (isClosed && isExpected) return streaming.schedule(0)
    if (isClosed) return polls.stop()
    const isForeign = !isStream && status !== undefined && status < 500 && status !== 429
    if (isForeign)
      tools.emit('failed', { code: 'FLASH_ERR_ENDPOINT', url: `${tools.url}/live`, status })
    const wait = patience.after(lifetime, retry)
    if (isForeign || patience.isOver()) polls.start()
    streaming.schedule(jitter(isForeign ? rarely : wait))
  }
  const streaming = createRetry(connect, 0, signal)
  const renewing = createRetry(
    async () => {
      patience.renew()
      connection?.abort()
      void streaming.now()
      return true
    },
    0,
    signal,
  )
  const renew = () => renewing.schedule(Math.max(0, began + atMost - performance.now()))
  signal.addEventListener('abort', () => {
    connection?.abort()
    polls.stop()
  })
  // What was open is as good as gone, and says nothing of it.
  addEventListener('online', renew, { signal, capture: true })
  streaming.schedule()
  return {
    ask() {
      polls.ask()
      if (connection) return Date.now() - noticed < silence / 2 || renew()
      if (!isClosed) streaming.schedule(atMost)
    },
    open() {
      isExpected = true
      if (!connection) streaming.schedule(0)
      // Who is not signed in may have one box more, of which the stream that is open knows nothing.
      else if (tools.known() === undefined) renew()
    },
    again: renew,
  }
}

const asStream: RequestInit = { headers: { accept: 'text/event-stream' }, cache: 'no-store' }
