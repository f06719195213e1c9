import { encodeClient, fields } from '@flashpost/core/protocol'
import type { MessagesClientOptions } from '../options.ts'

/** Sends a request of the client's own, in the name of this tab. */
export type SendRequest = (
  url: string,
  init?: RequestInit,
  isNewDocument?: boolean,
) => Promise<Response>

export function createRequest(options: MessagesClientOptions, tab: string): SendRequest {
  return async (url, init, isNewDocument = false) => {
    const headers = new Headers(init?.headers)
    headers.set(fields.client, encodeClient({ tab, document: isNewDocument }))
    const { credentials } = options
    return (options.fetch ?? fetch)(url, { credentials, ...init, headers })
  }
}
