import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { connect } from 'node:http2'
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import type { InboxChanges, Message } from '@flashpost/core'
import { createEventDecoder } from '@flashpost/core/protocol'
import type { DecodedEvent, LiveHello } from '@flashpost/core/protocol'
import { expect, onTestFinished, vi } from 'vitest'
import { clientOf } from '../findings/support.ts'
import { patience } from '../inbox/support.ts'

export interface Listen {
  readonly path?: string
  readonly since?: string
  readonly user?: string
  readonly cookie?: string
  readonly tab?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly over?: 'HTTP/1.1' | 'HTTP/2'
  /** When the reader goes without having heard anything. */
  readonly leave?: Promise<void>
}

export type Listener = Awaited<ReturnType<typeof listen>>

/** Opens a live stream at a port of 127.0.0.1, and collects what it says. */
export async function listen(port: number, options: Listen = {}) {
  const { path = '/messages/live', since, user, tab = 'tab-1', over = 'HTTP/1.1' } = options
  const cookie = options.cookie ?? (user === undefined ? undefined : `user=${user}`)
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`
  const headers = { ...clientOf(tab), ...(cookie && { cookie }), ...options.headers }
  const open = over === 'HTTP/2' ? openHttp2 : openHttp1
  const { status, head, body, close } = await open(port, path + query, headers, options.leave)
  const events: (DecodedEvent & { readonly value: unknown })[] = []
  let raw = ''
  const decode = createEventDecoder((event) =>
    events.push({ ...event, value: JSON.parse(event.data) as unknown }),
  )
  body.setEncoding('utf8')
  body.on('data', (chunk: string) => {
    raw += chunk
    decode(chunk)
  })
  let isOver = false
  body.on('close', () => (isOver = true))
  // Whoever is cut hears of it by the end.
  body.on('error', () => undefined)
  onTestFinished(close)

  const dataOf = <Data>(name: string) =>
    events.filter(({ event }) => event === name).map(({ value }) => value as Data)
  const messages = () =>
    dataOf<{ messages: readonly Message[] }>('messages').flatMap((body_) => body_.messages)
  return {
    status,
    head,
    body,
    events,
    close,
    raw: () => raw,
    isOver: () => isOver,
    hello: () => dataOf<LiveHello>('hello')[0],
    messages,
    texts: () => messages().map(({ text }) => text),
    changes: () => dataOf<InboxChanges>('inbox'),
    lastId: () => events.findLast(({ id }) => id !== undefined)?.id,
    greeted: () => vi.waitFor(() => expect(dataOf('hello')).toHaveLength(1), patience),
    until: (check: () => void) => vi.waitFor(check, patience),
    ended: () => vi.waitFor(() => expect(isOver).toBe(true), patience),
  }
}

type Open = (
  port: number,
  path: string,
  headers: Record<string, string>,
  leave: Promise<void> | undefined,
) => Promise<{
  status: number
  head: Readonly<Record<string, unknown>>
  body: IncomingMessage | ClientHttp2Stream
  close: () => void
}>

const gone = new Error('The reader has gone.')

const openHttp1: Open = async (port, path, headers, leave) => {
  const request: ClientRequest = httpRequest({
    host: '127.0.0.1',
    port,
    path,
    headers,
    agent: false,
  })
  request.end()
  void leave?.then(() => request.destroy(gone))
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return {
    status: response.statusCode ?? 0,
    head: response.headers,
    body: response,
    close: () => void response.destroy(),
  }
}

const openHttp2: Open = async (port, path, headers, leave) => {
  const session: ClientHttp2Session = connect(`http://127.0.0.1:${port}`)
  onTestFinished(() => session.destroy())
  const stream = session.request({ ':path': path, ...headers })
  void leave?.then(() => stream.destroy(gone))
  const [head] = (await once(stream, 'response')) as [Record<string, unknown>]
  return { status: Number(head[':status']), head, body: stream, close: () => session.destroy() }
}
