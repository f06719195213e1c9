import type { ClientFailure } from '../client-events.ts'
import type { SendRequest } from './request.ts'

/**
 * Calls an endpoint of the server: with ids as a POST, else as a GET. Yields what `read` makes of its answer: `false` for
 * one that is not Flashpost's, and `undefined` when the same call may get a better one later.
 */
export type Call = <Read>(
  url: string,
  read: (text: string, status: number) => Read | undefined,
  isNewDocument: boolean,
  ids?: readonly string[],
) => Promise<Read | false | undefined>

export function createCall(send: SendRequest, fail: (failure: ClientFailure) => void): Call {
  return async (url, read, isNewDocument, ids) => {
    const post = ids && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
      // What was shown is told even when the page goes away.
      keepalive: true,
    }
    try {
      const response = await send(url, post, isNewDocument)
      const { ok, status } = response
      const found = read(await response.text(), status)
      if (ok && found !== undefined) return found
      fail({ code: 'FLASH_ERR_ENDPOINT', url, status })
      return status >= 500 || status === 408 || status === 429 ? undefined : false
    } catch (error) {
      fail({ code: 'FLASH_ERR_UNREACHABLE', url, error })
      return undefined
    }
  }
}
