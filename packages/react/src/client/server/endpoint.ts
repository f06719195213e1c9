import { encodeClient, fields } from '@flashpost/core/protocol'
import type { MessagesClientOptions } from '../options.ts'

/**
 * Calls an endpoint of the server: with ids as a POST, else as a GET. Yields its answer, and `undefined` when the same
 * call may get a better one later.
 */
export type Call = (
  url: string,
  isNewDocument: boolean,
  ids?: readonly string[],
) => Promise<Answer | undefined>

export interface Answer {
  readonly ok: boolean
  readonly text: string
}

export function createCall(options: MessagesClientOptions, tab: string): Call {
  return async (url, isNewDocument, ids) => {
    const headers = { [fields.client]: encodeClient({ tab, document: isNewDocument }) }
    const post = ids && {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
      // What was shown is told even when the page goes away.
      keepalive: true,
    }
    try {
      const response = await (options.fetch ?? fetch)(url, {
        credentials: options.credentials,
        headers,
        ...post,
      })
      const { ok, status } = response
      const text = await response.text()
      return status < 500 && status !== 408 && status !== 429 ? { ok, text } : undefined
    } catch {
      return undefined
    }
  }
}
