import type { MessagesClient } from '../messages-client.ts'
import type { Exchange } from './exchange.ts'

/**
 * Makes a fetch that carries what was shown to the app's own servers and brings what waits: from the browser's own, or
 * from anything that is called like it.
 *
 * @example
 * const api = ky.create({ fetch: wrapFetch(client) })
 */
export function wrapFetch(
  { exchange }: Pick<MessagesClient, 'exchange'>,
  send: typeof fetch = (...request) => fetch(...request),
): typeof fetch {
  return async (input, init) => {
    const begun = exchange(input instanceof Request ? input.url : input)
    if (!begun) return send(input, init)
    let response: Response | undefined
    try {
      response = await send(...aboard(input, init, begun.headers))
      return response
    } finally {
      begun.end(response?.headers)
    }
  }
}

function aboard(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  ours: Exchange['headers'],
): Parameters<typeof fetch> {
  try {
    // A Request that is given an init beside would lose its referrer (Fetch, section 5.4, step 13).
    const request = input instanceof Request ? new Request(input, init) : undefined
    const headers = request?.headers ?? new Headers(init?.headers)
    for (const [name, value] of Object.entries(ours)) headers.set(name, value)
    return request ? [request] : [input, { ...init, headers }]
  } catch {
    // What fetch refuses, it shall refuse itself.
    return [input, init]
  }
}
