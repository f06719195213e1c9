import { decodeUsed, decodeUsedBody, encodeHeader, fields } from '@flashpost/core/protocol'
import type { Message } from '@flashpost/core'

/** A server behind `fetch`, with what waits for the visitor and what it was asked. */
export interface FakeServer {
  readonly fetch: typeof fetch
  readonly pending: Message[]
  readonly requests: Request[]
  /** The ids that it was told of as shown. */
  readonly acknowledged: ReadonlySet<string>
  /** Answers instead of the server for as long as it is set; `undefined` leaves the answer to the server. */
  intercept?: (request: Request) => Response | Promise<Response> | undefined
  /** The requests to a path, as `METHOD path`. */
  to(line: string): Request[]
}

/** Every route but the endpoints is a route of the app, whose response carries what waits. */
export function createFakeServer(...pending: Message[]): FakeServer {
  const acknowledged = new Set<string>()
  const server: FakeServer = {
    pending,
    requests: [],
    acknowledged,
    to: (line) =>
      server.requests.filter(({ method, url }) => `${method} ${new URL(url).pathname}` === line),
    async fetch(input, init) {
      const request = new Request(input, init)
      server.requests.push(request.clone())
      return (await server.intercept?.(request)) ?? answer(request, pending, acknowledged)
    },
  }
  return server
}

async function answer(
  request: Request,
  pending: Message[],
  acknowledged: Set<string>,
): Promise<Response> {
  const letGo = (ids: readonly string[]) => {
    for (const id of ids) acknowledged.add(id)
    const left = pending.filter(({ id }) => !ids.includes(id))
    pending.splice(0, pending.length, ...left)
  }
  const { pathname } = new URL(request.url)
  if (pathname === '/messages')
    return Response.json({ messages: pending, more: false, dropped: false })
  if (pathname === '/messages/used') {
    letGo(decodeUsedBody(await request.json()))
    return new Response(null, { status: 204 })
  }
  const used = decodeUsed(request.headers.get(fields.used))
  letGo(used)
  return new Response('the app', {
    headers: {
      ...(pending.length > 0 && {
        [fields.messages]: encodeHeader(pending, { maxBytes: 4_096 }).value,
      }),
      ...(used.length > 0 && { [fields.used]: used.join(' ') }),
    },
  })
}
