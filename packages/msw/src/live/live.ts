import { createLiveTexts, foreign, identifyAsker, openLiveSession } from '@flashpost/core/protocol'
import type { InboxLike, LiveEvent, LiveTexts } from '@flashpost/core/protocol'
import { delay, http, HttpResponse } from 'msw'
import type { HttpHandler } from 'msw'
import { failure, fieldOf, userOf } from '../answer.ts'
import type { Host } from '../answer.ts'
import type { Fault } from '../faults.ts'
import { refuse } from '../refuse.ts'
import { createEventBody } from './event-body.ts'
import { makeUnsteady } from './unsteady.ts'

/** How long readers wait before they come back, in milliseconds. */
const retry = 1_000
/** After so long a stream says something, in milliseconds. */
const heartbeat = 20_000

/** The handler of live streams, which users have. */
export function createLiveHandler(host: Host, inbox: InboxLike): HttpHandler {
  const { settings, faults } = host
  const texts = createLiveTexts()
  return http.get(`${settings.url}/live`, async ({ request }) => {
    const fault = faults.take('live')
    if (fault?.kind === 'delay') await delay(fault.milliseconds)
    if (fault?.kind === 'error') return failure(fault.status ?? 500)
    if (fault?.kind === 'drop') return HttpResponse.error()
    const { client, mayChange } = identifyAsker(fieldOf(request))
    if (!client || !mayChange) return refuse(foreign())
    const user = userOf(settings, request)
    if (user === undefined) return new HttpResponse(null, { status: 204, headers: caching })
    return startStream(host, { inbox, request, user, reader: client.tab, fault, texts })
  })
}

const caching = { 'cache-control': 'private, no-store' }
const streaming = {
  'content-type': 'text/event-stream',
  'cache-control': 'private, no-store, no-transform',
}

interface StreamRequest {
  readonly inbox: InboxLike
  readonly request: Request
  readonly user: string
  readonly reader: string
  readonly fault: Fault | undefined
  readonly texts: LiveTexts
}

/** Answers with a live stream, which goes on until its reader goes or somebody else is signed in. */
function startStream(host: Host, asked: StreamRequest): Response {
  const { inbox, request, user, reader, fault, texts } = asked
  const { registration, settings, streams } = host
  const stream = createEventBody(request.signal, () => {
    clearInterval(beating)
    leave()
    streams.delete(stream.end)
  })
  const beating = setInterval(() => fault?.kind === 'stall' || stream.write(':\n\n'), heartbeat)
  const write = (event: LiveEvent) => {
    stream.write(texts.encode(event))
    if (event.event === 'messages')
      registration.signals.emit('offered', { messages: event.data.messages, request })
  }
  const send = makeUnsteady({ send: write, end: stream.end }, fault)
  const since =
    request.headers.get('last-event-id') || new URL(request.url).searchParams.get('since')
  const leave = openLiveSession({
    inbox,
    user,
    boxes: [],
    reader,
    since: fault?.kind === 'reset' ? undefined : since,
    maxAge: registration.maxAge,
    retry,
    levels: registration.ownLevels,
    texts,
    say(events) {
      if (userOf(settings, request) !== user) stream.end()
      else for (const event of events) send(event)
    },
    later(wait, work) {
      const timer = setTimeout(work, wait)
      return () => clearTimeout(timer)
    },
    now: registration.now,
    onError: report,
  })
  streams.add(stream.end)
  return new HttpResponse(stream.body, { headers: streaming })
}

/** As what is thrown in an event listener. */
function report(error: unknown): void {
  console.error(error)
}
