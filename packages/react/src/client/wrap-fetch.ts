import type { MessagesClient } from './messages-client.ts'

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
    const isRequest = input instanceof Request
    const { headers: ours, end } = exchange(isRequest ? input.url : input) ?? {}
    if (!ours) return send(input, init)
    let response: Response | undefined
    try {
      // A Request that is given an init beside would lose its referrer (Fetch, section 5.4, step 13).
      const request = isRequest ? new Request(input, init) : undefined
      const headers = request?.headers ?? new Headers(init?.headers)
      for (const [name, value] of Object.entries(ours)) headers.set(name, value)
      response = await (request ? send(request) : send(input, { ...init, headers }))
      return response
    } finally {
      end?.(response?.headers)
    }
  }
}
