import type { MessagesClient } from '../messages-client.ts'
import { aboard } from './aboard.ts'

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
