import { decodeHeader, decodeUsed, encodeClient, encodeUsed, fields } from '@flashpost/core'
import type { MessagesBody } from '@flashpost/core'
import type { MessagesClientOptions } from './options.ts'

/** What rides on the app's requests and what comes with their responses. */
export interface Passengers {
  /** The ids that a request should carry. */
  readonly board: () => readonly string[]
  /** A response came, or failed to come. */
  readonly arrive: (confirmed: readonly string[], body: MessagesBody) => void
}

/** Makes the drop-in `fetch`. Which ids were shown is told to the app's own servers only. */
export function createFlashFetch(
  send: typeof fetch,
  tab: string,
  { url = '', origins = [] }: MessagesClientOptions,
  { board, arrive }: Passengers,
): typeof fetch {
  const originOf = (address: string | URL) => new URL(address, document.baseURI).origin
  const ours = new Set([location.href, url, ...origins].map(originOf))

  return async (input, init) => {
    const request = input instanceof Request ? input : undefined
    if (!ours.has(originOf(request?.url ?? (input as string | URL)))) return send(input, init)
    const headers = new Headers(init?.headers ?? request?.headers)
    headers.set(fields.client, encodeClient({ tab }))
    const ids = board()
    if (ids.length > 0) headers.set(fields.used, encodeUsed(ids))
    let answer: Headers | undefined
    try {
      const response = await send(input, { ...init, headers })
      answer = response.headers
      return response
    } finally {
      const confirmed = decodeUsed(answer?.get(fields.used))
      const body = decodeHeader(answer?.get(fields.messages))
      // Before the app goes on, but where an error of its listeners is not one of the request.
      queueMicrotask(() => arrive(confirmed, body))
    }
  }
}
