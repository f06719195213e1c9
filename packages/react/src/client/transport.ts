import {
  decodeBody,
  decodeHeader,
  decodeUsed,
  encodeClient,
  encodeUsed,
  fields,
} from '@flashpost/core'
import type { MessagesBody } from '@flashpost/core'
import type { PostResult } from './acknowledgements.ts'
import type { MessagesClientOptions } from './options.ts'
import { createOriginCheck } from './origins.ts'

/** The requests of one client. */
export interface Transport {
  /** The app's request, with ids that ride on it. */
  fetch(ride: () => readonly string[], ...request: Parameters<typeof fetch>): Promise<Response>
  /** Asks the endpoint for what waits. Yields `undefined` when it is worth another try. */
  pull(opening: boolean): Promise<MessagesBody | undefined>
  post(ids: readonly string[]): Promise<PostResult>
}

/** Hears what a response to the app brought, and which of the ids that rode on the request the server let go of. */
export type Arrival = (
  body: MessagesBody,
  ridden: readonly string[],
  confirmed: readonly string[],
) => void

export function createTransport(
  options: MessagesClientOptions & { readonly url: string; readonly tab: string },
  arrive: Arrival,
): Transport {
  const { url, tab, credentials = 'same-origin' } = options
  const send: typeof fetch = (...request) => (options.fetch ?? fetch)(...request)
  const isOurs = createOriginCheck(url, options.origins)

  return {
    async fetch(ride, input, init) {
      const request = input instanceof Request ? input : undefined
      if (!isOurs(request?.url ?? String(input))) return send(input, init)
      const headers = new Headers(init?.headers ?? request?.headers)
      headers.set(fields.client, encodeClient({ tab }))
      const ridden = ride()
      if (ridden.length > 0) headers.set(fields.used, encodeUsed(ridden))
      let answer: Headers | undefined
      try {
        const response = await send(input, { ...init, headers })
        answer = response.headers
        return response
      } finally {
        const read = (field: string) => answer?.get(field)
        arrive(decodeHeader(read(fields.messages)), ridden, decodeUsed(read(fields.used)))
      }
    },
    async pull(document) {
      try {
        const headers = {
          accept: 'application/json',
          [fields.client]: encodeClient({ tab, document }),
        }
        const response = await send(url, { credentials, headers })
        if (!isPassing(response)) return decodeBody(response.ok ? await response.json() : undefined)
      } catch (error) {
        // A page instead of JSON is an answer, and the next will be no better; anything else is the network's fault.
        if (error instanceof SyntaxError) return decodeBody(undefined)
      }
      return undefined
    },
    async post(ids) {
      try {
        const response = await send(`${url}/used`, {
          method: 'POST',
          credentials,
          keepalive: true,
          headers: { 'content-type': 'application/json', [fields.client]: encodeClient({ tab }) },
          body: JSON.stringify({ ids }),
        })
        if (response.ok) return 'taken'
        return isPassing(response) ? 'failed' : 'refused'
      } catch {
        return 'failed'
      }
    },
  }
}

/** Whether the same request may get a better answer later. */
function isPassing({ status }: Response): boolean {
  return status >= 500 || status === 408 || status === 429
}
